import type { StateStore } from './state-store';

/** A place that keeps the states of one project: a store for each of its workspaces. */
export interface StateBackend {
  /** For people, without a secret: `.helix/state`, `s3://bucket/key`. */
  readonly place: string;
  store(workspace: string): StateStore;
  /** The workspaces that have, or once had, something on record; sorted. */
  listWorkspaces(): Promise<readonly string[]>;
}
