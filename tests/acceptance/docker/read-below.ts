import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { TestProject } from '../../helix';

/** All that Helix has written below the project. */
export function readBelow({ directory }: TestProject): string {
  const files = readdirSync(join(directory, '.helix'), { recursive: true, withFileTypes: true });
  return files
    .filter((file) => file.isFile())
    .map((file) => readFileSync(join(file.parentPath, file.name), 'utf8'))
    .join('\n');
}
