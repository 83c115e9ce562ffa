import { join } from 'node:path';
import type { Clock } from '../../ports/clock';
import type { Credentials } from '../../ports/credentials';
import type { HelixCloud } from '../../ports/helix-cloud';
import type { EngineSession } from '../../ports/ports';
import type { Random } from '../../ports/random';
import { HelixCloudClient } from './api/client';
import { CloudVerbs } from './verbs';
import { HelixCloudEngine } from './engine';
import type { RequestLogEntry } from './api/request-log';

/** What connections to a Helix Cloud share. */
export interface CloudWorld {
  readonly clock: Clock;
  readonly random: Random;
  readonly credentials: Credentials;
  readonly onRequest: (entry: RequestLogEntry) => void;
}

/** The engine for clusters, for one run. */
export async function helixCloudEngine(
  world: CloudWorld,
  session: EngineSession,
  variable: (name: string) => string | undefined,
): Promise<HelixCloudEngine> {
  const { root, project, workspace, lineage, hxFiles, secretByFingerprint } = session;
  const clients = await connector(world, root);
  return new HelixCloudEngine({
    endpoint: session.endpoint,
    clients,
    clock: world.clock,
    owner: { project, workspace, lineage },
    hxFiles,
    env: { variable, secretByFingerprint },
  });
}

/** The verbs that talk to one Helix Cloud directly. */
export async function helixCloudVerbs(
  world: CloudWorld,
  endpoint: string,
  root: string,
): Promise<HelixCloud> {
  const client = (await connector(world, root))(endpoint);
  return new CloudVerbs({ client, clock: world.clock, random: world.random });
}

/** @throws HelixError `auth` for a key that the API does not take, `unreachable` when there is no answer */
export async function verifyKey(world: CloudWorld, endpoint: string, key: string): Promise<void> {
  const { clock, random, onRequest } = world;
  const client = new HelixCloudClient({
    endpoint,
    clock,
    random,
    apiKey: key,
    keySource: null,
    fetch: overHttp,
    onLog: onRequest,
  });
  await client.regions();
}

/** Clients by endpoint, each made once. The embedded emulator needs no key and is given none. */
async function connector(world: CloudWorld, root: string): Promise<(endpoint: string) => HelixCloudClient> {
  const { clock, random, credentials, onRequest } = world;
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
      fetch: isEmbedded ? embeddedFetch(world, root) : overHttp,
      apiKey: isEmbedded ? null : (key?.key ?? null),
      keySource: isEmbedded ? null : (key?.source ?? null),
    });
    clients.set(endpoint, client);
    return client;
  };
}

const overHttp = (request: Request): Promise<Response> => fetch(request);

/** The emulator in this process, its clusters kept below `.helix/`; loaded with the first request. */
function embeddedFetch({ clock, random }: CloudWorld, root: string): (request: Request) => Promise<Response> {
  let emulator: Promise<{ fetch: (request: Request) => Promise<Response> }> | undefined;
  return async (request) => {
    emulator ??= import('../helix-cloud-emulator').then(({ createEmulator }) =>
      createEmulator({ directory: join(root, '.helix', 'cloud'), apiKey: null, clock, random }),
    );
    return (await emulator).fetch(request);
  };
}
