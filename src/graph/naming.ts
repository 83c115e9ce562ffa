/**
 * Returns the id of a cluster in a workspace. Outside `default` every id and cloud name is derived from the workspace as well,
 * so that a preview can never touch production.
 */
export function inWorkspace(name: string, workspace: string): string {
  return workspace === 'default' ? name : `${name}-${workspace}`;
}

/** Returns `helix-<project>-<instance>`, lower case, in the characters that registries and clouds allow. */
export function cloudName(project: string, instance: string, workspace: string): string {
  return inWorkspace(`helix-${project}-${instance}`, workspace)
    .toLowerCase()
    .replaceAll(/[^a-z0-9-]+/g, '-');
}
