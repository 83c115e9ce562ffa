import type { Config } from '../config/config';
import { previewNumber } from '../config/preview/preview-workspace';
import { digestOfText } from '../values/digest';

/** The part of a tree's input that names depend on. */
export interface NameInput {
  readonly config: Pick<Config, 'preview' | 'project'>;
  readonly workspace: string;
}

/** The digits of a digest in the names of previews. */
const DIGITS = 6;

/**
 * Returns the id of a cluster in a workspace. Outside `default` every id and cloud name is derived from the workspace as well,
 * so that a preview can never touch production. That of a preview ends with a digest of the whole name: `a-pr-1` may be
 * declared as well as `a`, and clouds cut long names or fold their case.
 */
export function inWorkspace(name: string, { config, workspace }: NameInput): string {
  if (workspace === 'default') return name;
  const plain = `${name}-${workspace}`;
  if (config.preview === null || previewNumber(workspace) === null) return plain;
  return `${plain}-${digestOfText(plain).slice(0, DIGITS)}`;
}

/** Returns `helix-<project>-<instance>`, lower case, in the characters that registries and clouds allow. */
export function cloudName(instance: string, input: NameInput): string {
  return inWorkspace(`helix-${input.config.project.name}-${instance}`, input)
    .toLowerCase()
    .replaceAll(/[^a-z0-9-]+/g, '-');
}
