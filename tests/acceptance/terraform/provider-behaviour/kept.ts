import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '../../../..');

/** Compares what was seen with the file that keeps it; `HELIX_WRITE_BEHAVIOUR=1` writes that file first. */
export function expectKept(file: string, seen: unknown): void {
  const text = `${JSON.stringify(seen, null, 2)}\n`;
  if (process.env['HELIX_WRITE_BEHAVIOUR'] === '1') writeFileSync(join(ROOT, file), text);
  expect(text).toBe(readFileSync(join(ROOT, file), 'utf8'));
}
