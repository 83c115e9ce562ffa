import { createWriteStream } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import type { BuildSummary } from '../../../ports/engine-verbs';
import { readOrNull } from '../../host/read-errors';
import { isObject } from '../../../values/is-object';

/** The builds of one image that are kept. */
const KEPT = 10;

/** The log of a build that is running. */
export interface OpenLog {
  readonly write: (line: string) => void;
  /** Closes the log, writes the summary, and removes the oldest builds of the same image. */
  readonly close: (summary: BuildSummary) => Promise<void>;
}

/** Begins the log of a build. It is a file from the start: people may follow it. */
export async function openLog(
  root: string,
  { address, context }: Pick<BuildSummary, 'address' | 'context'>,
): Promise<OpenLog> {
  const folder = join(buildsFolder(root), address);
  await mkdir(folder, { recursive: true });
  const stream = createWriteStream(join(folder, `${context}.log`), { mode: 0o600 });
  return {
    write: (line) => void stream.write(`${line}\n`),
    close: async (summary) => {
      stream.end();
      await finished(stream);
      await writeFile(join(folder, `${context}.json`), `${JSON.stringify(summary, null, 2)}\n`);
      await removeOldest(folder);
    },
  };
}

/** Reads the builds of a project on this host, the newest first. */
export async function readBuilds(root: string): Promise<readonly BuildSummary[]> {
  const folder = buildsFolder(root);
  const names = (await readOrNull(readdir(folder))) ?? [];
  const all = await Promise.all(names.map((name) => readBuildsIn(join(folder, name))));
  return all.flat().sort(byAge);
}

function buildsFolder(root: string): string {
  return join(root, '.helix', 'builds');
}

async function removeOldest(folder: string): Promise<void> {
  const builds = await readBuildsIn(folder);
  const old = new Set(builds.slice(KEPT).map(({ context }) => context));
  const files = await readdir(folder);
  const gone = files.filter((name) => old.has(name.replace(/\.(log|json)$/, '')));
  await Promise.all(gone.map((name) => rm(join(folder, name), { force: true })));
}

async function readBuildsIn(folder: string): Promise<readonly BuildSummary[]> {
  const names = (await readOrNull(readdir(folder))) ?? [];
  const files = names.filter((name) => name.endsWith('.json'));
  const texts = await Promise.all(files.map((name) => readOrNull(readFile(join(folder, name), 'utf8'))));
  return texts.flatMap((text) => summaryIn(text ?? '')).sort(byAge);
}

/** Reads a summary; none from a file that a killed run has left unfinished. */
function summaryIn(text: string): readonly BuildSummary[] {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) && typeof value['started_at'] === 'string'
      ? [value as unknown as BuildSummary]
      : [];
  } catch {
    return [];
  }
}

function byAge(a: BuildSummary, b: BuildSummary): number {
  return a.started_at < b.started_at ? 1 : a.started_at > b.started_at ? -1 : 0;
}
