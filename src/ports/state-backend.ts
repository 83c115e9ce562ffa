import type { StateStore } from './state-store';

/** Where the states of one project are kept: a store for each of its workspaces. */
export interface StateBackend {
  /** For people, without a secret: `.helix/state`, `s3://bucket/key`. */
  readonly place: string;
  store(workspace: string): StateStore;
  /** The workspaces of which something is, or once was, recorded; sorted. */
  workspaces(): Promise<readonly string[]>;
}
