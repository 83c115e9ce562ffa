import { canonicalCloud } from '../../clouds/canonical';
import { isObject } from '../../values/is-object';
import { didYouMean } from '../../values/did-you-mean';
import type { TomlDocument } from '../text/document';
import { readEndpoint } from './endpoint';
import type { HelixToml } from '../generated/helix';
import { HELIX_UNUSED } from '../generated/key-lists';
import { validateHelix } from '../generated/validators';
import { NO_DEFAULTS, readLifetime } from './lifetime';
import type { Lifetime } from './lifetime';
import { readTags } from './tags';
import type { Tags } from './tags';
import { OWN_KEYS } from '../validation/own-keys';
import type { ProblemList } from '../validation/problems';

import { DEFAULT_RECIPE } from '../../resources/helix-image/recipe';
import type { HelixRecipe } from '../../resources/helix-image/recipe';
import { projectPath } from './project-path';
import { readRules } from './rules';
import type { Rules } from './rules';
import { validSubset } from '../validation/valid-subset';
import { reportUnused, unusedKeys } from '../validation/unused-keys';
import { validate } from '../validation/validate';

/** The settings of helix.toml for the project as a whole; null when not set. */
export interface ProjectTables {
  readonly name: string | null;
  readonly dashboardUrl: string | null;
  readonly queries: string;
  readonly containerRuntime: 'docker' | 'podman';
  readonly recipe: HelixRecipe;
  readonly endpoint: string;
  readonly defaults: { readonly lifetime: Lifetime; readonly tags: Tags; readonly region: string | null };
  /** The valid part of `[state]`. */
  readonly state: NonNullable<HelixToml['state']>;
  readonly rules: Rules;
}

/** The tables of instances. Each instance is validated by itself, so that a large file stays cheap. */
const FAMILIES = ['local', 'cloud', 'enterprise', 'deploy'] as const;
const UNUSED = unusedKeys(HELIX_UNUSED, []).filter(
  ({ path }) => !FAMILIES.some((family) => family === path[0]),
);

/** Validates and reads helix.toml except its instances. Without a document: the defaults. */
export function readProjectTables(
  document: TomlDocument | null,
  helixCloudUrl: string | null,
  problems: ProblemList,
): ProjectTables {
  const raw: Partial<HelixToml> = document === null ? {} : validTables(document, problems);
  const endpoint = readEndpoint(helixCloudUrl, raw.helix_cloud?.endpoint, document, problems);
  const lifetime =
    document === null
      ? NO_DEFAULTS
      : readLifetime(document, ['defaults'], raw.defaults ?? {}, NO_DEFAULTS, problems);
  const tags = document === null ? {} : readTags(document, ['defaults'], raw.defaults?.tags, {}, problems);
  return {
    name: raw.project?.name.trim() ?? null,
    dashboardUrl: raw.project?.dashboard_url ?? null,
    queries: document === null ? 'db' : readQueries(document, raw.project?.queries, problems),
    containerRuntime: raw.project?.container_runtime ?? 'docker',
    recipe: recipeOf(raw.project),
    endpoint,
    defaults: { lifetime, tags, region: raw.defaults?.region ?? null },
    state: raw.state ?? {},
    rules: readRules(document, { budget: raw.budget, policy: raw.policy }, problems),
  };
}

function recipeOf(project: HelixToml['project'] | undefined): HelixRecipe {
  return {
    helixVersion: project?.helix_version ?? DEFAULT_RECIPE.helixVersion,
    repository: project?.helix_repository ?? DEFAULT_RECIPE.repository,
    buildBase: project?.build_base ?? DEFAULT_RECIPE.buildBase,
    runtimeBase: project?.runtime_base ?? DEFAULT_RECIPE.runtimeBase,
  };
}

function validTables(document: TomlDocument, problems: ProblemList): Partial<HelixToml> {
  const tables: Record<string, unknown> = { ...document.data };
  for (const family of FAMILIES) if (isObject(tables[family])) tables[family] = {};
  // These are validated by their own readers.
  delete tables['deploy'];
  delete tables['build'];
  delete tables['preview'];
  if (isObject(tables['policy'])) tables['policy'] = withCanonicalProviders(tables['policy']);
  if (validate(document, [], tables, validateHelix, problems, { ownKeys: OWN_KEYS })) {
    reportUnused(document, [], tables, UNUSED, problems);
    return tables;
  }
  // The valid part is read as well, so that one run reports all problems.
  return validSubset(tables, validateHelix) as Partial<HelixToml>;
}

function withCanonicalProviders(policy: Readonly<Record<string, unknown>>): unknown {
  const allowed = policy['allowed_providers'];
  return Array.isArray(allowed) ? { ...policy, allowed_providers: allowed.map(canonicalCloud) } : policy;
}

function readQueries(document: TomlDocument, written: string | undefined, problems: ProblemList): string {
  if (written === undefined) return 'db';
  const path = projectPath(written);
  if (path !== null) return path;
  problems.error({
    code: 'path-traversal',
    message: `\`project.queries\` is \`${written}\`, which leads out of the project.`,
    hint: didYouMean(written, ['db', './db/']) ?? 'Name a directory inside the project, such as `db`.',
    place: () => document.place(['project', 'queries'], 'value'),
  });
  return 'db';
}
