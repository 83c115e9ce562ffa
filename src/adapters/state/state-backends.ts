import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { PostgresStateConfig, S3StateConfig, StateConfig } from '../../config/config';
import { HelixError } from '../../errors';
import type { Clock } from '../../ports/clock';
import type { StateLocation } from '../../ports/ports';
import type { Random } from '../../ports/random';
import type { StateBackend } from '../../ports/state-backend';
import { plainCodec } from '../../state/codec';
import type { StateCodec } from '../../state/codec';
import { LocalStateStore } from './local/local-state-store';
import type { Host } from '../host/host';
import { accountVariables, s3Credentials } from './state-credentials';
import type { Accounts } from './state-credentials';

/** The project's folder for what is not the user's. */
const HELIX_FOLDER = '.helix';

type World = Accounts &
  Pick<Host, 'hostname' | 'pid' | 'processExists'> & {
    readonly clock: Clock;
    readonly random: Random;
  };

/**
 * The backend that `[state]` names; what it needs is loaded only then.
 * @throws HelixError `auth` when a variable that it names is not set
 */
export async function stateBackend(world: World, where: StateLocation): Promise<StateBackend> {
  const { state, scope } = where;
  // The record of this host's containers stays on it, unencrypted.
  if (scope === 'local') return localBackend(world, where.root, 'machine', plainCodec);
  const codec = await codecOf(world, state);
  switch (state.backend) {
    case 'local':
      return localBackend(world, where.root, 'state', codec);
    case 's3':
      return s3Backend(world, state, codec);
    case 'postgres':
      return postgresBackend(world, state, codec);
  }
}

async function codecOf({ environment }: World, { encryption }: StateConfig): Promise<StateCodec> {
  if (encryption === null) return plainCodec;
  const { keyIn } = await import('./encryption/key');
  const { sealedCodec } = await import('./encryption/sealed-codec');
  const key = (variable: string) => keyIn(variable, environment[variable]);
  return sealedCodec(
    encryption.key === null ? null : key(encryption.key),
    encryption.previousKey === null ? [] : [key(encryption.previousKey)],
  );
}

function localBackend(
  world: World,
  root: string,
  folder: 'machine' | 'state',
  codec: StateCodec,
): StateBackend {
  const { hostname: host, pid, processExists, clock, random } = world;
  const helixDirectory = join(root, HELIX_FOLDER);
  const place = join(helixDirectory, folder);
  return {
    place,
    store: (workspace) =>
      new LocalStateStore({
        helixDirectory,
        directory: join(place, workspace),
        workspace,
        codec,
        host,
        pid,
        processExists,
        clock,
        random,
      }),
    workspaces: () => foldersIn(place),
  };
}

async function foldersIn(path: string): Promise<string[]> {
  try {
    const entries = await readdir(path, { withFileTypes: true });
    return entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).sort();
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return [];
    throw new HelixError('unreachable', `Cannot read ${path}.`, { cause });
  }
}

async function s3Backend(world: World, state: S3StateConfig, codec: StateCodec): Promise<StateBackend> {
  const { S3StateStore } = await import('./s3/s3-state-store');
  const { bucket, key, region, endpointUrl, kmsKeyId, serverSideEncryption } = state;
  const { prefix, project } = keyParts(key);
  const credentials = () => s3Credentials(world, state.account);
  const where = { bucket, prefix, project, region, endpointUrl, kmsKeyId, serverSideEncryption, credentials };
  const { hostname: host, pid, processExists, clock, random } = world;
  return {
    place: `s3://${bucket}/${key}${endpointUrl === null ? '' : ` at ${endpointUrl}`}`,
    store: (workspace) =>
      new S3StateStore({ ...where, workspace, codec, host, pid, processExists, clock, random }),
    workspaces: () => S3StateStore.listWorkspaces({ ...where, clock }),
  };
}

async function postgresBackend(
  world: World,
  state: PostgresStateConfig,
  codec: StateCodec,
): Promise<StateBackend> {
  const { PostgresStateStore } = await import('./postgres/postgres-state-store');
  const where = { url: await urlOf(world, state), schema: state.schema, project: state.key };
  const { hostname: host, pid, processExists, clock, random } = world;
  return {
    place: `postgres ${'variable' in state.url ? `env:${state.url.variable}` : state.url.url}, ${state.schema}.${state.key}`,
    store: (workspace) =>
      new PostgresStateStore({ ...where, workspace, codec, host, pid, processExists, clock, random }),
    workspaces: () => PostgresStateStore.listWorkspaces({ ...where, clock }),
  };
}

/** `teams/papertrail` is the project `papertrail` below `teams`. */
function keyParts(key: string): { prefix: string; project: string } {
  const slash = key.lastIndexOf('/');
  return { prefix: slash === -1 ? '' : key.slice(0, slash), project: key.slice(slash + 1) };
}

async function urlOf(world: World, { url, account }: PostgresStateConfig): Promise<string> {
  if ('url' in url) return url.url;
  const value = world.environment[url.variable];
  if (value !== undefined && value !== '') return value;
  const known = account === null ? null : await accountVariables(world, account);
  const secret = known?.[url.variable];
  if (secret !== undefined) return secret;
  throw new HelixError('auth', `The state is in the database that ${url.variable} names, which is not set.`, {
    hint: `Set ${url.variable} to its URL: postgres://user:password@host:5432/database?sslmode=verify-full`,
  });
}
