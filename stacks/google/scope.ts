import { projectInKey } from '../../src/clouds/google/key-file';
import type { AccountScope } from '../cloud';

/** The variables that name a project, in the order in which the provider reads them. */
const VARIABLES = ['GOOGLE_PROJECT', 'GOOGLE_CLOUD_PROJECT', 'GCLOUD_PROJECT', 'CLOUDSDK_CORE_PROJECT'];
const KEYS = ['GOOGLE_CREDENTIALS', 'GOOGLE_CLOUD_KEYFILE_JSON', 'GCLOUD_KEYFILE_JSON'];

/** The project that everything of an account lies in: the one that a variable names, else that of its key. */
export const GOOGLE_SCOPE: AccountScope = {
  title: 'project',
  hint: 'Write `project_id` in `[providers.google]` of cloud.toml, or set GOOGLE_PROJECT.',
  find: (variables) => {
    const named = VARIABLES.map((name) => variables[name]).find(
      (value) => value !== undefined && value !== '',
    );
    return (
      named ?? KEYS.map((name) => projectInKey(variables[name] ?? '')).find((found) => found !== undefined)
    );
  },
};
