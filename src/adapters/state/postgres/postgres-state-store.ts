import type { SharedStateOptions } from '../shared/options';
import { SharedStateStore } from '../shared/shared-state-store';
import type { PostgresLocation } from './location';
import { listWorkspaces, PostgresStorage } from './postgres-storage';

/** State, journal and lease of one workspace in a database: see `SharedStateStore`. The first call loads the client. */
export class PostgresStateStore extends SharedStateStore {
  constructor(options: PostgresLocation & SharedStateOptions) {
    super(new PostgresStorage(options), options);
  }

  /** Lists the workspaces of a project that were ever locked and not removed, in alphabetical order. */
  static listWorkspaces(
    where: PostgresLocation & Pick<SharedStateOptions, 'project' | 'clock'>,
  ): Promise<string[]> {
    return listWorkspaces(where);
  }
}
