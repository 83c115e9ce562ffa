import { SystemClock } from '../../../src/adapters/host/clock';
import { PostgresStateStore } from '../../../src/adapters/state/postgres/postgres-state-store';
import { SystemRandom } from '../../../src/adapters/host/random';
import { S3StateStore } from '../../../src/adapters/state/s3/s3-state-store';
import type { StateStore } from '../../../src/ports/state-store';
import { plainCodec } from '../../../src/state/stored/codec';
import type { StoreUser } from '../../../src/testing/contracts/state-store-contract';

/** Where a store lies; JSON, for child processes. A project of its own is storage of its own. */
export type Where =
  | { readonly s3: string; readonly bucket: string; readonly project: string }
  | { readonly postgres: string; readonly project: string };

/** Opens a store as one process of one host sees it. */
export function openStore(where: Where, user: Partial<StoreUser> = {}): StateStore {
  const options = {
    host: 'here',
    pid: process.pid,
    clock: new SystemClock(),
    ...user,
    project: where.project,
    workspace: 'default',
    codec: plainCodec,
    random: new SystemRandom(),
    processExists: exists,
  };
  if ('postgres' in where)
    return new PostgresStateStore({ ...options, url: where.postgres, schema: 'helix' });
  return new S3StateStore({
    ...options,

    bucket: where.bucket,
    prefix: 'helix',
    region: null,
    endpointUrl: where.s3,
    kmsKeyId: null,
    serverSideEncryption: null,
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
