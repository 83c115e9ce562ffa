import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { build } from 'esbuild';
import { storeIn } from './store-in';

/** What came of a number of processes that edit one state. */
export interface Outcome {
  /** Addresses of which a process was told that they are durable. */
  readonly done: readonly string[];
  /** Of these, the ones that are not in the state at the end. */
  readonly lost: readonly string[];
  /** How often a process was told that it had lost its lease. */
  readonly fenced: number;
  /** How often two processes were inside at once: only ever while holders are stopped. */
  readonly together: number;
  readonly stops: number;
}

/** Bundles `editor.ts` into a directory, for plain node to run. */
export async function bundleEditor(directory: string): Promise<string> {
  const outfile = join(directory, 'editor.js');
  await build({ entryPoints: [require.resolve('./editor')], bundle: true, platform: 'node', outfile });
  return outfile;
}

/** Starts the editor; its lines of output go to `onLine`. */
export function startEditor(
  editor: string,
  args: readonly string[],
  onLine: (line: string) => void,
): ChildProcess {
  const child = spawn(process.execPath, [editor, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  createInterface(child.stdout).on('line', onLine);
  return child;
}

/** Resolves with how the process ended. */
export function ended(child: ChildProcess): Promise<number | string | null> {
  return new Promise((resolve) => {
    child.once('close', (code, signal) => resolve(code ?? signal));
  });
}

/** Lets `processes` make `edits` each; with `stopMs`, whoever holds the lock is stopped again and again for that long. */
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
    const holder = await store.holder();
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
