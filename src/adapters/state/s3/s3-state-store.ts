import type { SharedStateOptions } from '../shared/options';
import { SharedStateStore } from '../shared/shared-state-store';
import type { S3Location } from './location';
import { listWorkspaces, S3Storage } from './s3-storage';

/** State, journal and lease of one workspace in a bucket: see `SharedStateStore`. The S3 client is loaded by the first call. */
export class S3StateStore extends SharedStateStore {
  constructor(options: S3Location & SharedStateOptions) {
    super(new S3Storage(options), options);
  }

  /** The workspaces of a project that were ever locked and not removed, in alphabetical order. */
  static listWorkspaces(
    where: S3Location & Pick<SharedStateOptions, 'project' | 'clock'>,
  ): Promise<string[]> {
    return listWorkspaces(where);
  }
}
