import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { TestProject } from '../../helix';

/** Returns the files of a project and of its home directory that contain a text, without the packages of providers. */
export function filesHolding({ directory }: TestProject, text: string): readonly string[] {
  return readdirSync(dirname(directory), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes('/terraform-plugins'))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => readFileSync(path).includes(text));
}
