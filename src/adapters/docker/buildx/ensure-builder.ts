import { writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { HelixError } from '../../../errors';
import type { Clock } from '../../../ports/clock';
import { createArguments } from './builder-instance';
import type { BuilderInstance } from './builder-instance';
import type { BuildxExit, BuildxProgram } from './buildx-program';

/** The number of times that a builder of another host is called. */
const TRIES = 3;
const CONNECTS_WITHIN_MS = 5000;

/** A builder that answers. */
export interface ReadyBuilder {
  readonly name: string;
  readonly driver: BuilderInstance['driver'];
  /** Whether it can give equal content equal digests: BuildKit 0.13 or newer, and not inside the engine. */
  readonly isRepeatable: boolean;
}

interface Context {
  readonly program: BuildxProgram;
  readonly environment: Readonly<Record<string, string>>;
  /** A folder for a file of settings. */
  readonly folder: string;
  readonly clock: Pick<Clock, 'sleep'>;
  readonly signal: AbortSignal;
}

/**
 * Makes sure that a builder exists and answers.
 * @throws HelixError `unreachable` where it does not
 */
export async function ensureBuilder(instance: BuilderInstance, context: Context): Promise<ReadyBuilder> {
  const { name, driver } = instance;
  if (instance.driver === 'docker') return { name, driver, isRepeatable: false };
  if (instance.driver === 'remote') await callRemote(instance.remote, context);
  const run = (...args: readonly string[]): Promise<BuildxExit> => {
    const { program, environment, signal } = context;
    return program.run({ args, environment, signal });
  };
  if ((await run('inspect', name)).code !== 0) {
    const settingsFile = instance.driver === 'remote' ? null : join(context.folder, 'buildkitd.toml');
    if (instance.driver === 'docker-container' && settingsFile !== null) {
      await writeFile(settingsFile, instance.settings);
    }
    const created = await run(...createArguments(instance, settingsFile));
    // Another run may have made it meanwhile.
    if (created.code !== 0 && (await run('inspect', name)).code !== 0) throw absent(instance, created);
  }
  const inspected = await run('inspect', '--bootstrap', name);
  if (inspected.code !== 0) throw absent(instance, inspected);
  return { name, driver, isRepeatable: isRepeatableIn(inspected.stdout) };
}

/** Reads the version of BuildKit. One that cannot be read, as of one that somebody has compiled, is taken for a new one. */
export function isRepeatableIn(inspected: string): boolean {
  const [, major, minor] = /^\s*build\s?kit(?: version)?:\s*v?(\d+)\.(\d+)\.\d+/im.exec(inspected) ?? [];
  if (major === undefined || minor === undefined) return true;
  if (major === '0' && minor === '0') return true;
  return Number(major) > 0 || Number(minor) >= 13;
}

/**
 * Calls a builder of another host. buildx itself would wait 20 seconds for one that refuses.
 * @throws HelixError `unreachable` after three tries
 */
export async function callRemote(
  { name, endpoint }: { readonly name: string; readonly endpoint: string },
  { clock, signal }: { readonly clock: Pick<Clock, 'sleep'>; readonly signal?: AbortSignal },
): Promise<void> {
  const address = addressOf(endpoint);
  if (address === null) return;
  for (let tried = 1; ; tried += 1) {
    const why = await tryConnect(address);
    if (why === null) return;
    if (tried === TRIES) {
      throw new HelixError(
        'unreachable',
        `The builder \`${name}\` does not answer at ${endpoint} (${why}; ${TRIES} tries).`,
        { hint: 'Start its buildkitd, or build on this host: `--builder local`.' },
      );
    }
    await clock.sleep(tried * 1000, signal);
  }
}

function addressOf(endpoint: string): { path: string } | { host: string; port: number } | null {
  if (endpoint.startsWith('unix://')) return { path: endpoint.slice('unix://'.length) };
  if (!endpoint.startsWith('tcp://')) return null;
  const { hostname, port } = new URL(endpoint);
  return { host: hostname.replace(/^\[(.*)\]$/, '$1'), port: Number(port === '' ? 1234 : port) };
}

function tryConnect(address: { path: string } | { host: string; port: number }): Promise<string | null> {
  return new Promise((done) => {
    const socket = connect(address);
    const end = (why: string | null) => {
      socket.destroy();
      done(why);
    };
    socket.setTimeout(CONNECTS_WITHIN_MS, () => end(`no connection within ${CONNECTS_WITHIN_MS / 1000} s`));
    socket.once('connect', () => end(null));
    socket.once('error', ({ message }) => end(message));
  });
}

function absent({ name, driver }: BuilderInstance, { stderr, stdout }: BuildxExit): HelixError {
  const lines = `${stderr}\n${stdout}`.split('\n');
  const why = lines.findLast((line) => /^ERROR: /.test(line))?.replace(/^ERROR: /, '') ?? lines[0] ?? '';
  return new HelixError('unreachable', `The builder \`${name}\` does not start: ${why}`, {
    hint:
      driver === 'remote'
        ? 'Check `[build.remotes]`, or build on this host: `--builder local`.'
        : 'It is a container of the engine: check that the engine runs, and that it can pull `moby/buildkit`.',
  });
}
