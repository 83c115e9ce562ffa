import { join } from 'node:path';
import { HelixError } from '../errors';
import type { Ports } from '../ports/ports';
import { SystemClock } from './host/clock';
import { FileCredentials } from './helix-cloud/credentials/credentials';
import type { RequestLogEntry } from './helix-cloud/api/request-log';
import type { Host } from './host/host';
import { PriceBookFiles } from './price-book/price-book-files';
import { DiskProjectFiles } from './project-files/disk-project-files';
import { SystemRandom } from './host/random';
import { processInterrupts } from './host/signals';
import { stateBackend } from './state/state-backends';
import { LARGEST } from '../values/sizes';
import { readTextAtMost } from './host/read-at-most';

/** The real outside world. What reaches out (clients, engines, the emulator) is loaded when it is first asked for. */
export function realPorts(host: Host, onRequest: (entry: RequestLogEntry) => void): Ports {
  const { environment, helixVersion } = host;
  const clock = new SystemClock();
  const random = new SystemRandom();
  const credentials = new FileCredentials({
    environmentKey: environment['HELIX_API_KEY'],
    directory: environment['HELIX_HOME'] ?? join(host.home, '.helix'),
  });
  const world = { clock, random, credentials, onRequest };
  return {
    clock,
    random,
    credentials,
    helixVersion,
    files: new DiskProjectFiles(random),
    prices: new PriceBookFiles(host.pricesDirectory),
    priceApis: async () => {
      const { HttpPriceApis } = await import('./price-apis/http-price-apis');
      return new HttpPriceApis({
        clock,
        variable: (name) => environment[name],
        fraction: () => Math.random(),
      });
    },
    interrupts: processInterrupts(host.signals, () => clock.monotonicMs()),
    actor: environment['HELIX_ACTOR'] ?? `${host.user}@${host.hostname}`,
    variable: (name) => environment[name],
    stateBackend: (where) =>
      stateBackend({ ...host, clock, random, userConfig: () => userConfig(host) }, where),
    isApplied: ({ engine, provider }) =>
      engine === 'helix-cloud' || (engine === 'terraform' && provider === 'aws'),
    engine: async (name, session) => {
      switch (name) {
        case 'helix-cloud': {
          const { helixCloudEngine } = await import('./helix-cloud/connect');
          return helixCloudEngine(world, session, (variable) => environment[variable]);
        }
        case 'terraform': {
          const { terraformEngine } = await import('./terraform/connect');
          return terraformEngine({ clock, random, host, userConfig: () => userConfig(host) }, session);
        }
        case 'docker':
        case 'fly':
        case 'none':
          return null;
      }
    },
    helixCloud: async (endpoint, root) => {
      const { helixCloudVerbs } = await import('./helix-cloud/connect');
      return helixCloudVerbs(world, endpoint, root);
    },
    verifyKey: async (endpoint, key) => {
      const { verifyKey } = await import('./helix-cloud/connect');
      await verifyKey(world, endpoint, key);
    },
    userConfig: () => userConfig(host),
    serveEmulator: async (options) => {
      const { serveUntil } = await import('./helix-cloud-emulator/serve-until');
      await serveUntil(world, options);
    },
  };
}

/** `helix/cloud.toml` in the user's config directory; `tangle/cloud.toml` is read when it is alone. */
async function userConfig({ environment, home }: Host) {
  const directory = environment['XDG_CONFIG_HOME'] ?? join(home, '.config');
  for (const folder of ['helix', 'tangle']) {
    const file = join(directory, folder, 'cloud.toml');
    try {
      return { file, text: await readTextAtMost(file, LARGEST.text) };
    } catch (cause) {
      if (cause instanceof HelixError) throw cause;
      if (!(cause instanceof Error && 'code' in cause && cause.code === 'ENOENT')) {
        throw new HelixError('config', `cannot read ${file}`, { cause });
      }
    }
  }
  return null;
}
