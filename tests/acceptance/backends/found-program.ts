import { spawnSync } from 'node:child_process';

/** Whether a program is on the PATH, for what no package manager of CI has. */
export function isFound(name: string): boolean {
  return spawnSync('/bin/sh', ['-c', `command -v ${name}`]).status === 0;
}

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
