import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';

/**
 * Starts a moto on a port that the system chooses, and waits until it serves. A port that was looked up beforehand could
 * be taken by another moto meanwhile, which would answer in its place.
 */
export async function startMoto(
  [program = '', ...words]: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<{ readonly url: string; readonly child: ChildProcess }> {
  const child = spawn(program, [...words, '-H', '127.0.0.1', '-p', '0'], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env,
  });
  const said: string[] = [];
  for await (const line of createInterface({ input: child.stderr, crlfDelay: Infinity })) {
    const [, url] = /Running on (http:\S+)/.exec(line) ?? [];
    said.push(line);
    if (url === undefined) continue;
    child.stderr.on('error', () => undefined).resume();
    return { url, child };
  }
  throw new Error(`moto ended before it served:\n${said.join('\n')}`);
}
