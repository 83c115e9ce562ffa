import { createHash } from 'node:crypto';
import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { HelixError } from '../../../errors';
import type { Host } from '../../host/host';
import { errnoOf } from '../../host/errno';
import { contextIn, currentContextIn } from './docker-config';
import { parseEndpoint } from './endpoint';
import type { Endpoint, TlsSettings } from './endpoint';

/** The program that runs containers. */
export type Runtime = 'docker' | 'podman';

type Sources = Pick<Host, 'environment' | 'home'>;

/** Finds the engine of a runtime as its own command does. Asks nothing of the engine. */
export async function findEndpoint(runtime: Runtime, host: Sources): Promise<Endpoint> {
  return runtime === 'podman' ? findPodman(host) : findDocker(host);
}

/** `DOCKER_HOST`, else the context of `DOCKER_CONTEXT` or of Docker's configuration, else the socket. */
async function findDocker(host: Sources): Promise<Endpoint> {
  const { environment, home } = host;
  const given = environment['DOCKER_HOST'] ?? '';
  if (given !== '') return parseEndpoint(given, tlsOf(host), 'DOCKER_HOST');
  const folder = configFolder(host);
  const named = environment['DOCKER_CONTEXT'] ?? '';
  const context = named === '' ? currentContextIn(await readOptional(join(folder, 'config.json'))) : named;
  if (context !== 'default') return readContext(folder, context);
  const ofDesktop = home === null ? [] : [join(home, '.docker', 'run', 'docker.sock')];
  return findSocket(['/var/run/docker.sock', ...ofDesktop]);
}

async function findPodman({ environment }: Sources): Promise<Endpoint> {
  const given = environment['CONTAINER_HOST'] ?? '';
  if (given !== '') return parseEndpoint(given, null, 'CONTAINER_HOST');
  const runtimeDirectory = environment['XDG_RUNTIME_DIR'] ?? '';
  return findSocket([
    ...(runtimeDirectory === '' ? [] : [join(runtimeDirectory, 'podman', 'podman.sock')]),
    '/run/podman/podman.sock',
  ]);
}

function tlsOf(host: Sources): TlsSettings | null {
  const { environment } = host;
  if ((environment['DOCKER_TLS_VERIFY'] ?? '') === '') return null;
  return { directory: environment['DOCKER_CERT_PATH'] ?? configFolder(host), verify: true };
}

/** The folder of Docker's own configuration. A user without a home has none: no file is below `/dev/null`. */
export function configFolder({ environment, home }: Sources): string {
  return environment['DOCKER_CONFIG'] ?? join(home ?? '/dev/null', '.docker');
}

async function readContext(folder: string, name: string): Promise<Endpoint> {
  const id = createHash('sha256').update(name).digest('hex');
  const text = await readOptional(join(folder, 'contexts', 'meta', id, 'meta.json'));
  const context = text === null ? null : contextIn(text);
  if (context === null) {
    throw new HelixError('config', `There is no Docker context "${name}" in ${folder}.`, {
      hint: '`docker context ls` lists them; DOCKER_CONTEXT and `docker context use` choose one.',
    });
  }
  const directory = join(folder, 'contexts', 'tls', id, 'docker');
  const tls = (await checkExists(directory)) ? { directory, verify: !context.skipsTlsVerify } : null;
  return parseEndpoint(context.host, tls, `the Docker context "${name}"`);
}

/** The first socket that exists; the first one at all where none does. */
async function findSocket(paths: readonly string[]): Promise<Endpoint> {
  for (const path of paths) if (await checkExists(path)) return { type: 'socket', path };
  return { type: 'socket', path: paths[0] ?? '' };
}

async function checkExists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    (error: unknown) => !isMissing(error),
  );
}

async function readOptional(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    if (isMissing(cause)) return null;
    throw new HelixError('config', `Cannot read ${path}.`, { cause });
  }
}

function isMissing(error: unknown): boolean {
  const code = errnoOf(error);
  return code === 'ENOENT' || code === 'ENOTDIR';
}
