import { join } from 'node:path';
import type { Region } from '../../config/config';
import type { EngineSession } from '../../ports/engine';
import type { EngineDeps } from '../engine-module';
import { HelixCloudClient } from './api/client';
import { HelixCloudEngine } from './engine';
import { configuredRegions } from './regions';

/** The parts of the host that a connection to a Helix Cloud needs. */
export type CloudDeps = Pick<EngineDeps, 'clock' | 'random' | 'credentials' | 'onRequest'>;

/** Builds the engine for one run. */
export async function connectEngine(session: EngineSession, deps: EngineDeps): Promise<HelixCloudEngine> {
  const { root, endpoint, project, workspace, lineage, hxFiles, secretByFingerprint } = session;
  const { environment } = deps.host;
  return new HelixCloudEngine({
    endpoint,
    clients: await connectClients(deps, root),
    clock: deps.clock,
    owner: { project, workspace, lineage },
    hxFiles,
    env: { variable: (name) => environment[name], secretByFingerprint },
  });
}

/** Reads the regions of one Helix Cloud. */
export async function readRegions(
  deps: CloudDeps,
  endpoint: string,
  root: string,
): Promise<readonly Region[]> {
  const clients = await connectClients(deps, root);
  return configuredRegions(await clients(endpoint).readRegions());
}

/** @throws HelixError `auth` for a key that the API does not accept, `unreachable` when there is no answer */
export async function verifyKey(deps: CloudDeps, endpoint: string, key: string): Promise<void> {
  const { clock, random, onRequest } = deps;
  const client = new HelixCloudClient({
    endpoint,
    clock,
    random,
    apiKey: key,
    keySource: null,
    fetch: fetchOverHttp,
    onLog: onRequest,
  });
  await client.readRegions();
}

/** Returns the client of an endpoint, each made once. The embedded emulator needs no key and is given none. */
async function connectClients(
  deps: CloudDeps,
  root: string,
): Promise<(endpoint: string) => HelixCloudClient> {
  const { clock, random, credentials, onRequest } = deps;
  const key = await credentials.read();
  const clients = new Map<string, HelixCloudClient>();
  return (endpoint) => {
    const known = clients.get(endpoint);
    if (known !== undefined) return known;
    const isEmbedded = endpoint === 'embedded';
    const client = new HelixCloudClient({
      endpoint,
      clock,
      random,
      onLog: onRequest,
      fetch: isEmbedded ? fetchEmbedded(deps, root) : fetchOverHttp,
      apiKey: isEmbedded ? null : (key?.key ?? null),
      keySource: isEmbedded ? null : (key?.source ?? null),
    });
    clients.set(endpoint, client);
    return client;
  };
}

const fetchOverHttp = (request: Request): Promise<Response> => fetch(request);

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
