import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Ports } from '../ports/ports';
import type { EngineDeps } from './engine-module';
import { enginesOn } from './engines';
import { actorOf } from './host/actor';
import { CiFromEnvironment } from './forge/ci';
import { SystemClock } from './host/clock';
import { FileCredentials } from './helix-cloud/credentials/credentials';
import type { RequestLogEntry } from './http/request-log';
import type { Host } from './host/host';
import { PriceBookFiles } from './price-book/price-book-files';
import { DiskProjectFiles } from './project-files/disk-project-files';
import { SystemRandom } from './host/random';
import { processInterrupts } from './host/signals';
import { openStateBackend } from './state/state-backends';
import {
  readUserConfigFile,
  userConfigPlace,
  writeUserConfigFile,
} from './cloud-credentials/user-config-file';
import { ProcessTable } from './host/process-table';
import { variableIn } from './host/variables';

/** Builds the real outside world. Clients, engines and the emulator are loaded on first use. */
export function realPorts(host: Host, onRequest: (entry: RequestLogEntry) => void): Ports {
  const { environment, helixVersion } = host;
  const clock = new SystemClock();
  const random = new SystemRandom();
  const credentials = new FileCredentials({
    environmentKey: environment['HELIX_API_KEY'],
    environmentProfile: environment['HELIX_PROFILE'],
    directory: variableIn(environment, 'HELIX_HOME') ?? inHome(host, '.helix'),
    clock,
    random,
    processes: new ProcessTable(host.hostname, host.pid, host.processExists),
  });
  const engineDeps: EngineDeps = {
    clock,
    random,
    host,
    credentials,
    userConfig: () => readUserConfigFile(host),
    onRequest,
  };
  return {
    clock,
    random,
    credentials,
    helixVersion,
    files: new DiskProjectFiles(random),
    schemaUrl: (file) => pathToFileURL(join(host.schemasDirectory, file)).href,
    prices: new PriceBookFiles(host.pricesDirectory),
    loadPriceApis: async () => {
      const [{ HttpPriceApis }, { fetchFrom }] = await Promise.all([
        import('./price-apis/http-price-apis'),
        import('./http/node-fetch'),
      ]);
      return new HttpPriceApis({
        clock,
        variable: (name) => variableIn(environment, name),
        fetch: fetchFrom(environment),
        fraction: () => Math.random(),
      });
    },
    interrupts: processInterrupts(host.signals, () => clock.monotonicMs()),
    actor: actorOf(host),
    variable: (name) => environment[name],
    setting: (name) => variableIn(environment, name),
    stateBackend: (where) =>
      openStateBackend({ ...host, clock, random, userConfig: engineDeps.userConfig }, where),
    engines: enginesOn(engineDeps),
    ci: new CiFromEnvironment({
      clock,
      random,
      variable: (name) => variableIn(environment, name),
      fetch: async (request) => (await import('./http/node-fetch')).fetchFrom(environment)(request),
    }),
    helixCloud: {
      readRegions: async (endpoint, root) =>
        (await import('./helix-cloud/connect')).readRegions(engineDeps, endpoint, root),
      createAnonymous: async (asked) =>
        (await import('./helix-cloud/connect')).createAnonymous(engineDeps, asked),
      finishAnonymous: async (place) =>
        (await import('./helix-cloud/connect')).keysFileOf(engineDeps).finish(place),
      deleteAnonymous: async (at) => (await import('./helix-cloud/connect')).deleteAnonymous(engineDeps, at),
      readAnonymous: async (at) => (await import('./helix-cloud/connect')).readAnonymous(engineDeps, at),
      loadKeys: async (endpoint, key, source) =>
        (await import('./helix-cloud/keys')).connectKeys(engineDeps, endpoint, key, source),
      serveEmulator: async (options) =>
        (await import('./helix-cloud-emulator/serve-until')).serveUntil(engineDeps, options),
    },
    findRegistryLogin: async (registry) => {
      const { searchLogin } = await import('./docker/connection/registry-login');
      return (await searchLogin(registry, host)).found?.source ?? null;
    },
    findCredentialsPlace: async (cloud, config) =>
      (await import('./cloud-credentials/find-place')).findCredentialsPlace(cloud, config, host),
    userConfig: engineDeps.userConfig,
    accounts: {
      place: () => userConfigPlace(host),
      write: (text) => writeUserConfigFile(host, text, random),
      identify: async (account) =>
        (await import('./terraform/identify-account')).identifyAccount(account, host),
    },
  };
}

function inHome({ home }: Host, folder: string): string | null {
  return home === null ? null : join(home, folder);
}
