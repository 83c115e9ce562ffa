import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Host } from '../../host/host';
import { helperIn, loginIn } from './docker-config';
import type { RegistryLogin } from './docker-config';
import { configFolder } from './find-endpoint';

/** The name under which Docker's configuration keeps the log-in of Docker Hub. */
const DOCKER_HUB = 'https://index.docker.io/v1/';
const HELPER_WITHIN_MS = 10_000;

/**
 * Finds the log-in of the registry of an image as Docker's own command does: a credential helper, else Docker's
 * configuration; null for none. A helper that fails counts as none: most images need no log-in.
 */
export async function findRegistryLogin(
  reference: string,
  host: Pick<Host, 'environment' | 'home'>,
): Promise<RegistryLogin | null> {
  const config = await readFile(join(configFolder(host), 'config.json'), 'utf8').catch(() => null);
  if (config === null) return null;
  const registry = registryOf(reference);
  const helper = helperIn(config, registry);
  const helped = helper === null ? null : await askHelper(helper, registry, host.environment);
  return helped ?? loginIn(config, registry);
}

/** Returns the registry of an image, as Docker's configuration names it. */
export function registryOf(reference: string): string {
  const [first = '', ...rest] = reference.split('/');
  const isHost = rest.length > 0 && (/[.:]/.test(first) || first === 'localhost');
  return !isHost || first === 'docker.io' ? DOCKER_HUB : first;
}

function askHelper(
  helper: string,
  registry: string,
  environment: Host['environment'],
): Promise<RegistryLogin | null> {
  return new Promise((resolve) => {
    const options = { env: environment, timeout: HELPER_WITHIN_MS, killSignal: 'SIGKILL' } as const;
    const child = execFile(`docker-credential-${helper}`, ['get'], options, (error, stdout) => {
      resolve(error === null ? helperAnswer(stdout) : null);
    });
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(registry);
  });
}

function helperAnswer(text: string): RegistryLogin | null {
  try {
    const { Username, Secret } = JSON.parse(text) as { Username?: unknown; Secret?: unknown };
    if (typeof Username !== 'string' || typeof Secret !== 'string') return null;
    return Username === '<token>' ? { identitytoken: Secret } : { username: Username, password: Secret };
  } catch {
    return null;
  }
}
