import type { State } from './state';

/** Returns the state of a workspace in which nothing was ever created. `lineage` is a new UUID, `at` is RFC 3339 UTC. */
export function emptyState(of: {
  readonly lineage: string;
  readonly project: string;
  readonly workspace: string;
  readonly at: string;
}): State {
  return {
    format: 1,
    lineage: of.lineage,
    serial: 0,
    project: of.project,
    workspace: of.workspace,
    updatedAt: of.at,
    resources: {},
    tombstones: {},
    open: [],
  };
}
