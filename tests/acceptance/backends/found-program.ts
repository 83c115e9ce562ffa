import { spawnSync } from 'node:child_process';

/** Returns the path of a program that a test needs, or throws an Error that says how to install it. */
export function foundProgram(name: string, how: string, alsoIn: readonly string[] = []): string {
  const path = [process.env['PATH'] ?? '', ...alsoIn].join(':');
  const { status, stdout } = spawnSync('/bin/sh', ['-c', `command -v ${name}`], {
    env: { PATH: path },
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`${name} is not installed: ${how}`);
  return stdout.trim();
}
