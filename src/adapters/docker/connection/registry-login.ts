import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Host } from '../../host/host';
import { errnoOf } from '../../host/errno';
import { runProgram } from '../../host/run-program';
import { helperIn, loginIn } from './docker-config';
import type { RegistryLogin } from './docker-config';
import { configFolder } from './find-endpoint';

/** The name under which Docker's configuration keeps the log-in of Docker Hub. */
const DOCKER_HUB_KEY = 'https://index.docker.io/v1/';
const DOCKER_HUB = 'docker.io';
const HELPER_WITHIN_MS = 10_000;

/** The variables that hold the log-in of a well-known registry. */
const VARIABLES: Readonly<Record<string, readonly [user: string, secret: string]>> = {
  'ghcr.io': ['GITHUB_ACTOR', 'GITHUB_TOKEN'],
  [DOCKER_HUB]: ['DOCKERHUB_USERNAME', 'DOCKERHUB_TOKEN'],
};

/** A log-in of a registry, and its source for messages: `~/.docker/config.json`. */
export interface FoundLogin {
  readonly login: RegistryLogin;
  readonly source: string;
}

/** The log-in of a registry that this host knows, and why the sources before it had none. */
export interface LoginSearch {
  readonly found: FoundLogin | null;
  /** `docker-credential-desktop (from ~/.docker/config.json) failed: it is not installed` */
  readonly notes: readonly string[];
}

type Sources = Pick<Host, 'environment' | 'home'>;

/**
 * Finds the log-in of a registry as Docker's own command does, by a credential helper or in Docker's configuration; else in
 * the variables of a well-known registry. A helper that fails counts as none: most images need no log-in.
 */
export async function searchLogin(registry: string, host: Sources): Promise<LoginSearch> {
  const path = join(configFolder(host), 'config.json');
  const config = await readFile(path, 'utf8').catch(() => '');
  const key = keyOf(registry);
  const file = host.home === null ? path : path.replace(`${host.home}/`, '~/');
  const helper = helperIn(config, key);
  const notes: string[] = [];
  if (helper !== null) {
    const source = `docker-credential-${helper}, named in ${file}`;
    const { login, failure } = await askHelper(helper, key, host.environment);
    if (login !== null) return { found: { login, source }, notes };
    if (failure !== null) notes.push(`docker-credential-${helper} (from ${file}) failed: ${failure}`);
  }
  const login = loginIn(config, key);
  if (login !== null) return { found: { login, source: file }, notes };
  return { found: loginInVariables(registry, host.environment), notes };
}

/** Finds the log-in of the registry of an image; null for none. */
export async function findRegistryLogin(reference: string, host: Sources): Promise<RegistryLogin | null> {
  return (await searchLogin(registryHostOf(reference), host)).found?.login ?? null;
}

/** Returns the registry of an image, as Docker's configuration names it. */
export function registryOf(reference: string): string {
  return keyOf(registryHostOf(reference));
}

function keyOf(host: string): string {
  return host === DOCKER_HUB ? DOCKER_HUB_KEY : host;
}

/** Returns the host of the registry of an image: `docker.io` for a name without one. */
export function registryHostOf(reference: string): string {
  const [first = '', ...rest] = reference.split('/');
  const isHost = rest.length > 0 && (/[.:]/.test(first) || first === 'localhost');
  return isHost ? first : DOCKER_HUB;
}

function loginInVariables(registry: string, environment: Host['environment']): FoundLogin | null {
  const [user = '', secret = ''] = VARIABLES[registry] ?? [];
  const [username = '', password = ''] = [environment[user], environment[secret]];
  if (username === '' || password === '') return null;
  return { login: { username, password }, source: `${user} and ${secret}` };
}

interface HelperAnswer {
  readonly login: RegistryLogin | null;
  /** null where it works, and knows no log-in. */
  readonly failure: string | null;
}

function askHelper(
  helper: string,
  registry: string,
  environment: Host['environment'],
): Promise<HelperAnswer> {
  return new Promise((resolve) => {
    const options = { env: environment, timeout: HELPER_WITHIN_MS, killSignal: 'SIGKILL' } as const;
    runProgram([`docker-credential-${helper}`, 'get'], { ...options, input: registry }, (error, stdout) => {
      if (error === null) resolve(answerIn(stdout));
      else if (/credentials not found/i.test(stdout)) resolve({ login: null, failure: null });
      else resolve({ login: null, failure: failureOf(error) });
    });
  });
}

/** Why a helper gave nothing. Its own words are left out: they may hold what it keeps. */
function failureOf(error: Error & { readonly killed?: boolean; readonly code?: unknown }): string {
  if (errnoOf(error) === 'ENOENT') return 'it is not installed';
  if (error.killed === true) return `it did not answer within ${HELPER_WITHIN_MS / 1000} s`;
  return typeof error.code === 'number' ? `it ended with ${error.code}` : 'it could not be run';
}

function answerIn(text: string): HelperAnswer {
  try {
    const { Username, Secret } = JSON.parse(text) as { Username?: unknown; Secret?: unknown };
    if (typeof Username === 'string' && typeof Secret === 'string') {
      const login =
        Username === '<token>' ? { identitytoken: Secret } : { username: Username, password: Secret };
      return { login: Username === '' && Secret === '' ? null : login, failure: null };
    }
  } catch {
    // It is reported below.
  }
  return { login: null, failure: 'its answer holds no log-in' };
}
