import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { build } from 'esbuild';
import type { EditorTask } from './editor';
import { openStore } from './open-store';
import type { Where } from './open-store';

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
  await build({
    entryPoints: [require.resolve('./editor')],
    bundle: true,
    platform: 'node',
    outfile,
    external: ['pg-native'],
  });
  return outfile;
}

const started = new Set<ChildProcess>();

/** Starts the editor, and passes its lines of output to `onLine`. */
export function startEditor(editor: string, task: EditorTask, onLine: (line: string) => void): ChildProcess {
  const child = spawn(process.execPath, ['--no-warnings', editor, JSON.stringify(task)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  started.add(child);
  createInterface(child.stdout).on('line', onLine);
  return child;
}

/** Ends the editors that a failed test has left running. */
export async function endEditors(): Promise<void> {
  const left = [...started].filter(isRunning);
  const all = Promise.all(left.map(ended));
  for (const child of left) child.kill('SIGKILL');
  await all;
  started.clear();
}

/** Waits until the process ends, and returns its exit code or signal. */
export function ended(child: ChildProcess): Promise<number | string | null> {
  return new Promise((resolve) => child.once('close', (code, signal) => resolve(code ?? signal)));
}

/**
 * Runs `processes` with `edits` each. With `stopMs`, one after the other is stopped for that time while it holds the
 * lease: the first that reports to be inside, then one after each random pause.
 */
export async function contend(
  editor: string,
  where: Where,
  how: {
    readonly processes: number;
    readonly edits: number;
    readonly leaseMs: number;
    readonly scratch: string;
    readonly stopMs?: number;
  },
): Promise<Outcome> {
  const done: string[] = [];
  let fenced = 0;
  let together = 0;
  let stops = 0;
  let canStop = how.stopMs !== undefined;
  const { edits, leaseMs, scratch, stopMs = 0 } = how;
  const stop = async (victim: ChildProcess): Promise<void> => {
    canStop = false;
    stops += 1;
    await sleep(stopMs);
    victim.kill('SIGCONT');
    await sleep(2 * leaseMs * Math.random(), undefined, { ref: false });
    canStop = true;
  };
  const children = Array.from({ length: how.processes }, (_, n) => {
    const task = { verb: 'edit' as const, where, name: `p${n}`, edits, leaseMs, scratch };
    const child = startEditor(editor, { ...task, elsewhere: n % 2 === 1 }, (line) => {
      if (line.startsWith('done ')) done.push(line.slice(5));
      if (line === 'fenced') fenced += 1;
      if (line === 'not alone') together += 1;
      if (line === 'inside' && canStop && child.kill('SIGSTOP')) void stop(child);
    });
    return child;
  });
  const endings = await Promise.all(children.map(ended));
  if (endings.some((ending) => ending !== 0)) throw new Error(`an editor ended with ${endings.join(', ')}`);
  const state = await openStore(where).read();
  const lost = done.filter((address) => !Object.hasOwn(state?.resources ?? {}, address));
  return { done, lost, fenced, together, stops };
}

function isRunning(child: ChildProcess): boolean {
  return child.exitCode === null && child.signalCode === null;
}
