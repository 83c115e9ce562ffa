import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { build } from 'esbuild';
import { storeIn } from './store-in';

/** The result of several processes that edit one state. */
export interface Outcome {
  /** The addresses that a process knows to be durable. */
  readonly done: readonly string[];
  /** The durable addresses that are missing from the final state. */
  readonly lost: readonly string[];
  /** The number of times that a process learned that it had lost its lease. */
  readonly fenced: number;
  /** The number of times that two processes were inside at once: only while holders are stopped. */
  readonly together: number;
  readonly stops: number;
}

/** Bundles `editor.ts` into a directory, for plain node to run. */
export async function bundleEditor(directory: string): Promise<string> {
  const outfile = join(directory, 'editor.js');
  await build({ entryPoints: [require.resolve('./editor')], bundle: true, platform: 'node', outfile });
  return outfile;
}

/** Starts the editor, and passes its lines of output to `onLine`. */
export function startEditor(
  editor: string,
  args: readonly string[],
  onLine: (line: string) => void,
): ChildProcess {
  const child = spawn(process.execPath, [editor, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  createInterface(child.stdout).on('line', onLine);
  return child;
}

/** Waits until the process ends, and returns how. */
export function ended(child: ChildProcess): Promise<number | string | null> {
  return new Promise((resolve) => {
    child.once('close', (code, signal) => resolve(code ?? signal));
  });
}

/** Runs `processes` with `edits` each; with `stopMs`, the holder of the lock is stopped repeatedly for that time. */
export async function contend(
  editor: string,
  root: string,
  how: {
    readonly processes: number;
    readonly edits: number;
    readonly leaseMs: number;
    readonly stopMs?: number;
  },
): Promise<Outcome> {
  const done: string[] = [];
  let fenced = 0;
  let together = 0;
  const children = Array.from({ length: how.processes }, (_, n) =>
    startEditor(editor, ['edit', root, `p${n}`, String(how.edits), String(how.leaseMs)], (line) => {
      if (line.startsWith('done ')) done.push(line.slice(5));
      if (line === 'fenced') fenced += 1;
      if (line === 'not alone') together += 1;
    }),
  );
  const all = Promise.all(children.map(ended));
  const store = storeIn(root);
  let stops = 0;
  while (how.stopMs !== undefined && children.some(isRunning)) {
    const holder = await store.readHolder();
    const victim = children.find((child) => child.pid === holder?.pid && isRunning(child));
    if (victim?.kill('SIGSTOP') === true) {
      stops += 1;
      await sleep(how.stopMs);
      victim.kill('SIGCONT');
    }
    await sleep(how.leaseMs * Math.random());
  }
  const endings = await all;
  if (endings.some((ending) => ending !== 0)) throw new Error(`an editor ended with ${endings.join(', ')}`);
  const state = await store.read();
  const lost = done.filter((address) => !Object.hasOwn(state?.resources ?? {}, address));
  return { done, lost, fenced, together, stops };
}

function isRunning(child: ChildProcess): boolean {
  return child.exitCode === null && child.signalCode === null;
}
