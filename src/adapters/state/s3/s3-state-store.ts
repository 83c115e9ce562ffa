import type { SharedStateOptions } from '../shared/options';
import { SharedStateStore } from '../shared/shared-state-store';
import type { S3Location } from './location';
import { listWorkspaces, S3Storage } from './s3-storage';

/** State, journal and lease of one workspace in a bucket: see `SharedStateStore`. The first call loads the S3 client. */
export class S3StateStore extends SharedStateStore {
  constructor(options: S3Location & SharedStateOptions) {
    super(new S3Storage(options), options);
  }

  /** Lists the workspaces of a project that were ever locked and not removed, in alphabetical order. */
  static listWorkspaces(
    where: S3Location & Pick<SharedStateOptions, 'project' | 'clock'>,
  ): Promise<string[]> {
    return listWorkspaces(where);
  }
}
