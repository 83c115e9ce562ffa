import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { HelixError } from '../errors';
import type { Ports } from '../ports/ports';
import { SystemClock } from './host/clock';
import { FileCredentials } from './helix-cloud/credentials/credentials';
import type { RequestLogEntry } from './helix-cloud/api/request-log';
import type { Machine } from './host/host';
import { PriceBookFiles } from './price-book/price-book-files';
import { DiskProjectFiles } from './project-files/disk-project-files';
import { SystemRandom } from './host/random';
import { processInterrupts } from './host/signals';
import { stateBackend } from './state/state-backends';

/** The real outside world. What reaches out (clients, engines, the emulator) is loaded when it is first asked for. */
export function machinePorts(machine: Machine, onRequest: (entry: RequestLogEntry) => void): Ports {
  const { environment, host, helixVersion } = machine;
  const clock = new SystemClock();
  const random = new SystemRandom();
  const credentials = new FileCredentials({
    environmentKey: environment['HELIX_API_KEY'],
    directory: environment['HELIX_HOME'] ?? join(machine.home, '.helix'),
  });
  const world = { clock, random, credentials, onRequest };
  return {
    ...{ clock, random, credentials, helixVersion },
    files: new DiskProjectFiles(random),
    prices: new PriceBookFiles(machine.pricesDirectory),
    priceApis: async () => {
      const { HttpPriceApis } = await import('./price-apis/http-price-apis');
      return new HttpPriceApis({
        clock,
        variable: (name) => environment[name],
        fraction: () => Math.random(),
      });
    },
    interrupts: processInterrupts(machine.signals, () => clock.monotonicMs()),
    actor: environment['HELIX_ACTOR'] ?? `${machine.user}@${host}`,
    variable: (name) => environment[name],
    stateBackend: (where) =>
      stateBackend({ ...machine, clock, random, userConfig: () => userConfig(machine) }, where),
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
          return terraformEngine({ clock, random, machine, userConfig: () => userConfig(machine) }, session);
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
    userConfig: () => userConfig(machine),
    serveEmulator: async (options) => {
      const { serveUntil } = await import('./helix-cloud-emulator/serve-until');
      await serveUntil(world, options);
    },
  };
}

/** `helix/cloud.toml` in the user's config directory; `tangle/cloud.toml` is read when it is alone. */
async function userConfig({ environment, home }: Machine) {
  const directory = environment['XDG_CONFIG_HOME'] ?? join(home, '.config');
  for (const folder of ['helix', 'tangle']) {
    const file = join(directory, folder, 'cloud.toml');
    try {
      return { file, text: await readFile(file, 'utf8') };
    } catch (cause) {
      if (!(cause instanceof Error && 'code' in cause && cause.code === 'ENOENT')) {
        throw new HelixError('config', `cannot read ${file}`, { cause });
      }
    }
  }
  return null;
}
