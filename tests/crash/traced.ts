import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { PROGRAM } from '../helix';
import type { Through } from './crash-case';
import { straceFlags, systemCalls } from './system-calls';
import type { SystemCall } from './system-calls';

/** Runs the program under strace, and gives what was recorded to `onRecord`. Fails where there is no strace. */
export function traced(calls: readonly string[], onRecord: (calls: SystemCall[]) => void): Through {
  return async (project, words, { env, node }) => {
    const record = join(project.home, 'strace');
    const flags = [...straceFlags(record, calls), process.execPath, ...node, PROGRAM, ...words];
    const child = spawn('strace', flags, { cwd: project.directory, env: project.environment(env) });
    child.stdin.end();
    const [stdout, stderr, [code]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, 'close') as Promise<[number | null]>,
    ]).catch((cause: unknown) => {
      throw new Error('this test records system calls with strace, which must be installed', { cause });
    });
    onRecord(systemCalls(readFileSync(record, 'utf8')));
    return { code: code ?? -1, stdout, stderr };
  };
}
