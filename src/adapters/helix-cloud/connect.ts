import { join } from 'node:path';
import type { Region } from '../../config/lock/lock-file';
import type { EngineSession } from '../../ports/engine';
import type { AnonymousAsked, AnonymousMade, AnonymousSeen, InstanceAt } from '../../ports/helix-cloud';
import type { EngineDeps } from '../engine-module';
import { variableIn } from '../host/variables';
import { fetchFrom } from '../http/node-fetch';
import { SentSecrets } from '../http/sent-secrets';
import { createByHand, deleteByHand, readByHand } from './anonymous/by-hand';
import type { ByHand } from './anonymous/by-hand';
import { KeysFile } from './anonymous/keys-file';
import { HelixCloudClient } from './api/client';
import { HelixCloudEngine } from './engine';
import { configuredRegions } from './regions';

/** The parts of the host that a connection to a Helix Cloud needs. */
export type CloudDeps = Pick<EngineDeps, 'clock' | 'random' | 'credentials' | 'onRequest' | 'host'>;

/** Builds the engine for one run. */
export async function connectEngine(session: EngineSession, deps: EngineDeps): Promise<HelixCloudEngine> {
  const { root, endpoint, project, workspace, lineage, hxFiles, secretByFingerprint } = session;
  const { anonymous, pushImage } = session;
  const { environment } = deps.host;
  const { clients, secrets } = await connectClients(deps, root);
  return new HelixCloudEngine({
    endpoint,
    clients,
    clock: deps.clock,
    owner: { project, workspace, lineage },
    hxFiles,
    keys: keysFileOf(deps),
    declared: anonymous,
    pushImage,
    env: {
      variable: (name) => secrets.remember(environment[name]),
      secretByFingerprint: (fingerprint) => secrets.remember(secretByFingerprint(fingerprint)),
    },
  });
}

/** The file of the keys of instances without an account, beside that of the API key. */
export function keysFileOf({ host, random }: Pick<CloudDeps, 'host' | 'random'>): KeysFile {
  const own = variableIn(host.environment, 'HELIX_HOME');
  const home = host.home === null ? null : join(host.home, '.helix');
  return new KeysFile(own ?? home, random);
}

/** Creates an instance without an account. */
export async function createAnonymous(deps: CloudDeps, asked: AnonymousAsked): Promise<AnonymousMade> {
  return createByHand(await connectByHand(deps, asked), asked);
}

/** Deletes an instance without an account. */
export async function deleteAnonymous(deps: CloudDeps, at: InstanceAt): Promise<void> {
  return deleteByHand(await connectByHand(deps, at), at);
}

/** Reads an instance without an account. */
export async function readAnonymous(deps: CloudDeps, at: InstanceAt): Promise<AnonymousSeen> {
  return readByHand(await connectByHand(deps, at), at);
}

async function connectByHand(
  deps: CloudDeps,
  { endpoint, root }: { readonly endpoint: string; readonly root: string },
): Promise<ByHand> {
  const { clients } = await connectClients(deps, root);
  const { environment } = deps.host;
  return { client: clients(endpoint), keys: keysFileOf(deps), variable: (name) => environment[name] };
}

/** Reads the regions of one Helix Cloud. */
export async function readRegions(
  deps: CloudDeps,
  endpoint: string,
  root: string,
): Promise<readonly Region[]> {
  const { clients } = await connectClients(deps, root);
  return configuredRegions(await clients(endpoint).readRegions());
}

/**
 * Returns the client of an endpoint, each made once, and the secrets that they send. The embedded emulator needs no key and
 * is given none.
 */
async function connectClients(
  deps: CloudDeps,
  root: string,
): Promise<{ readonly clients: (endpoint: string) => HelixCloudClient; readonly secrets: SentSecrets }> {
  const { clock, random, credentials, onRequest } = deps;
  const key = await credentials.read();
  const secrets = new SentSecrets(key?.key ?? null);
  const fetch = fetchFrom(deps.host.environment);
  const known = new Map<string, HelixCloudClient>();
  const clients = (endpoint: string): HelixCloudClient => {
    const existing = known.get(endpoint);
    if (existing !== undefined) return existing;
    const isEmbedded = endpoint === 'embedded';
    const client = new HelixCloudClient({
      endpoint,
      clock,
      random,
      onLog: onRequest,
      fetch: isEmbedded ? fetchEmbedded(deps, root) : fetch,
      apiKey: isEmbedded ? null : (key?.key ?? null),
      keySource: isEmbedded ? null : (key?.source ?? null),
      secrets,
    });
    known.set(endpoint, client);
    return client;
  };
  return { clients, secrets };
}

/** The emulator in this process, its clusters kept below `.helix/`; loaded with the first request. */
function fetchEmbedded({ clock, random }: CloudDeps, root: string): (request: Request) => Promise<Response> {
  let emulator: Promise<{ fetch: (request: Request) => Promise<Response> }> | undefined;
  return async (request) => {
    emulator ??= import('../helix-cloud-emulator').then(({ createEmulator }) =>
      createEmulator({ directory: join(root, '.helix', 'cloud'), apiKey: null, clock, random }),
    );
    return (await emulator).fetch(request);
  };
}
