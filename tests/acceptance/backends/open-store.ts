import { join } from 'node:path';
import { SystemClock } from '../../../src/adapters/host/clock';
import { LocalStateStore } from '../../../src/adapters/state/local/local-state-store';
import { PostgresStateStore } from '../../../src/adapters/state/postgres/postgres-state-store';
import { SystemRandom } from '../../../src/adapters/host/random';
import { S3StateStore } from '../../../src/adapters/state/s3/s3-state-store';
import type { StateStore } from '../../../src/ports/state-store';
import { plainCodec } from '../../../src/state/stored/codec';
import type { StoreUser } from '../../../src/testing/contracts/store-users';

/** The place of a store, as JSON for child processes. Each project has storage of its own. */
export type Where =
  | { readonly local: string }
  | { readonly s3: string; readonly bucket: string; readonly project: string }
  | { readonly postgres: string; readonly project: string };

/** Opens a store as one process of one host sees it. */
export function openStore(where: Where, user: Partial<StoreUser> = {}): StateStore {
  const options = {
    host: 'here',
    pid: process.pid,
    clock: new SystemClock(),
    ...user,
    workspace: 'default',
    random: new SystemRandom(),
    processExists: exists,
  };
  if ('local' in where) {
    const helixDirectory = join(where.local, '.helix');
    return new LocalStateStore({ ...options, helixDirectory, directory: join(helixDirectory, 'state') });
  }
  const shared = { ...options, project: where.project, codec: plainCodec };
  if ('postgres' in where) return new PostgresStateStore({ ...shared, url: where.postgres, schema: 'helix' });
  return new S3StateStore({
    ...shared,
    bucket: where.bucket,
    prefix: 'helix',
    region: null,
    endpointUrl: where.s3,
    kmsKeyId: null,
    serverSideEncryption: null,
    environment: {},
    credentials: () => Promise.resolve({ accessKeyId: 'test', secretAccessKey: 'test' }),
  });
}

function exists(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
