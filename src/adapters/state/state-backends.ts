import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { findAccountVariables } from '../cloud-credentials/account-variables';
import type { AccountSources } from '../cloud-credentials/account-variables';
import type { PostgresStateConfig, S3StateConfig, StateConfig } from '../../config/state-settings';
import { postgresUrlFault } from '../../config/helix-toml/postgres-url';
import { HelixError } from '../../errors';
import type { Clock } from '../../ports/clock';
import type { StateLocation } from '../../ports/ports';
import type { Random } from '../../ports/random';
import type { StateBackend } from '../../ports/state-backend';
import { plainCodec } from '../../state/stored/codec';
import type { StateCodec } from '../../state/stored/codec';
import { LocalStateStore } from './local/local-state-store';
import type { Host } from '../host/host';
import { assertSendable } from '../host/variables';
import { findS3Credentials } from './state-credentials';

const AWS_VARIABLES = /^AWS_/;

/** The folder in a project that holds Helix's own files. */
const HELIX_FOLDER = '.helix';

type BackendDeps = AccountSources &
  Pick<Host, 'hostname' | 'pid' | 'processExists'> & {
    readonly clock: Clock;
    readonly random: Random;
  };

/**
 * Opens the backend that `[state]` names. Its modules are loaded only when it is used.
 * @throws HelixError `auth` when a variable that `[state]` names is not set
 */
export async function openStateBackend(deps: BackendDeps, where: StateLocation): Promise<StateBackend> {
  const { state, scope } = where;
  // The record of this host's containers stays on it, unencrypted.
  if (scope === 'local') return openLocalBackend(deps, where.root, 'machine', plainCodec);
  const codec = await loadCodec(deps, state);
  switch (state.backend) {
    case 'local':
      return openLocalBackend(deps, where.root, 'state', codec);
    case 's3':
      return openS3Backend(deps, state, codec);
    case 'postgres':
      return openPostgresBackend(deps, state, codec);
  }
}

async function loadCodec({ environment }: BackendDeps, { encryption }: StateConfig): Promise<StateCodec> {
  if (encryption === null) return plainCodec;
  const { keyIn } = await import('./encryption/key');
  const { sealedCodec } = await import('./encryption/sealed-codec');
  const key = (variable: string) => keyIn(variable, environment[variable]);
  return sealedCodec(
    encryption.key === null ? null : key(encryption.key),
    encryption.previousKey === null ? [] : [key(encryption.previousKey)],
  );
}

function openLocalBackend(
  deps: BackendDeps,
  root: string,
  folder: 'machine' | 'state',
  codec: StateCodec,
): StateBackend {
  const { hostname: host, pid, processExists, clock, random } = deps;
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
    listWorkspaces: () => listFolders(place),
  };
}

async function listFolders(path: string): Promise<string[]> {
  try {
    const entries = await readdir(path, { withFileTypes: true });
    return entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).sort();
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return [];
    throw new HelixError('unreachable', `Cannot read ${path}.`, { cause });
  }
}

async function openS3Backend(
  deps: BackendDeps,
  state: S3StateConfig,
  codec: StateCodec,
): Promise<StateBackend> {
  const { S3StateStore } = await import('./s3/s3-state-store');
  const { bucket, key, region, endpointUrl, kmsKeyId, serverSideEncryption } = state;
  const { prefix, project } = keyParts(key);
  const findCredentials = async () => {
    const found = await findS3Credentials(deps, state.account);
    // Without credentials of its own the SDK takes them from the environment, as they are.
    if (found === null) assertSendable(deps.environment, AWS_VARIABLES);
    return found;
  };
  const where = {
    bucket,
    prefix,
    project,
    region,
    endpointUrl,
    kmsKeyId,
    serverSideEncryption,
    credentials: findCredentials,
    environment: deps.environment,
  };
  const { hostname: host, pid, processExists, clock, random } = deps;
  return {
    place: `s3://${bucket}/${key}${endpointUrl === null ? '' : ` at ${endpointUrl}`}`,
    store: (workspace) =>
      new S3StateStore({ ...where, workspace, codec, host, pid, processExists, clock, random }),
    listWorkspaces: () => S3StateStore.listWorkspaces({ ...where, clock }),
  };
}

async function openPostgresBackend(
  deps: BackendDeps,
  state: PostgresStateConfig,
  codec: StateCodec,
): Promise<StateBackend> {
  const { PostgresStateStore } = await import('./postgres/postgres-state-store');
  const where = { url: await findUrl(deps, state), schema: state.schema, project: state.key };
  const { hostname: host, pid, processExists, clock, random } = deps;
  return {
    place: `postgres ${'variable' in state.url ? `env:${state.url.variable}` : state.url.url}, ${state.schema}.${state.key}`,
    store: (workspace) =>
      new PostgresStateStore({ ...where, workspace, codec, host, pid, processExists, clock, random }),
    listWorkspaces: () => PostgresStateStore.listWorkspaces({ ...where, clock }),
  };
}

/** Splits a key: `teams/papertrail` is the project `papertrail` below `teams`. */
function keyParts(key: string): { prefix: string; project: string } {
  const slash = key.lastIndexOf('/');
  return { prefix: slash === -1 ? '' : key.slice(0, slash), project: key.slice(slash + 1) };
}

async function findUrl(deps: BackendDeps, { url, account }: PostgresStateConfig): Promise<string> {
  if ('url' in url) return url.url;
  const text = await findSecretUrl(deps, url.variable, account);
  const wrong = postgresUrlFault(text);
  if (wrong === null) return text;
  throw new HelixError('config', `The URL in ${url.variable} ${wrong.message}`, {
    hint: `${wrong.hint} The URL is not shown because it contains a password.`,
  });
}

async function findSecretUrl(deps: BackendDeps, variable: string, account: string | null): Promise<string> {
  const value = deps.environment[variable]?.trim();
  if (value !== undefined && value !== '') return value;
  const known = account === null ? null : await findAccountVariables(deps, account);
  const secret = known?.[variable]?.trim();
  if (secret !== undefined && secret !== '') return secret;
  throw new HelixError('auth', `${variable}, the URL of the database that holds the state, is not set.`, {
    hint: `Set ${variable} to its URL: postgres://user:password@host:5432/database?sslmode=verify-full`,
  });
}
