import { join } from 'node:path';
import { findExecutable, pathsOf } from '../../host/find-executable';
import type { Host } from '../../host/host';
import { runProgram } from '../../host/run-program';
import { configFolder } from '../connection/find-endpoint';

/** The oldest buildx that can do what is asked of it: cache options, `rawjson` and metadata of several platforms. */
const OLDEST = [0, 12] as const;
const ANSWERS_WITHIN_MS = 10_000;

/** The places of Docker's plug-ins for all users. */
const PLUGIN_FOLDERS = [
  '/usr/local/lib/docker/cli-plugins',
  '/usr/local/libexec/docker/cli-plugins',
  '/usr/lib/docker/cli-plugins',
  '/usr/libexec/docker/cli-plugins',
];

/** The `buildx` of this host. */
export type FoundBuildx =
  | { readonly type: 'found'; readonly path: string }
  | { readonly type: 'too-old'; readonly path: string; readonly version: string }
  | { readonly type: 'none' };

type Sources = Pick<Host, 'environment' | 'home'>;

/**
 * Finds buildx: the program on the search path, else Docker's plug-in, which runs alone with the same arguments. One that
 * does not tell its version, as one that somebody has compiled, is not refused.
 */
export async function findBuildx(host: Sources): Promise<FoundBuildx> {
  const path = await findExecutable(candidates(host));
  if (path === null) return { type: 'none' };
  const version = versionIn(await askVersion(path, host.environment));
  return version === null || isRecent(version)
    ? { type: 'found', path }
    : { type: 'too-old', path, version: version.join('.') };
}

/** Returns what this host has instead of a buildx that is new enough: `this host has none`. */
export function buildxInWords(found: Exclude<FoundBuildx, { type: 'found' }>): string {
  return found.type === 'none' ? 'this host has none' : `${found.path} is version ${found.version}`;
}

function candidates(host: Sources): string[] {
  const plugins = [join(configFolder(host), 'cli-plugins'), ...PLUGIN_FOLDERS];
  return [
    ...pathsOf(['buildx', 'docker-buildx'], host.environment['PATH'] ?? ''),
    ...plugins.map((folder) => join(folder, 'docker-buildx')),
  ];
}

function askVersion(path: string, environment: Host['environment']): Promise<string> {
  return new Promise((resolve) => {
    const options = { env: environment, timeout: ANSWERS_WITHIN_MS, killSignal: 'SIGKILL' } as const;
    runProgram([path, 'version'], options, (_, stdout) => resolve(stdout));
  });
}

/** Reads `github.com/docker/buildx v0.12.1 30feaa1`; null for `v0.0.0+unknown`, and for any other text. */
function versionIn(text: string): readonly [number, number] | null {
  const [, major, minor] = /\bv?(\d+)\.(\d+)\.\d+/.exec(text) ?? [];
  if (major === undefined || minor === undefined || /v0\.0\.0/.test(text)) return null;
  return [Number(major), Number(minor)];
}

function isRecent([major, minor]: readonly [number, number]): boolean {
  return major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1]);
}
