import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { COMMANDS } from '../commands';
import { helpPageOf } from '../help-page';

/** Variables of every program, which help need not tell. */
const OF_EVERY_PROGRAM = ['CI', 'HOME', 'LANG', 'LC_ALL', 'LC_CTYPE', 'LOGNAME', 'PATH', 'TERM', 'USER'];
/** Set by Helix itself for a process of its own. */
const OF_HELIX = ['HELIX_PROJECT'];

it('every environment variable that the source names is in the help of a command', () => {
  const told = new Set(COMMANDS.flatMap((command) => helpPageOf(command).variables.map(({ name }) => name)));
  const source = join(__dirname, '../..');
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter(
    (name) => name.endsWith('.ts') && !name.includes('__tests__') && !name.startsWith('testing'),
  );
  const read = files.flatMap((name) => {
    const text = readFileSync(join(source, name), 'utf8');
    return [...text.matchAll(/(?:variable\(|(?:env|environment)\[)'([A-Z_]+)'/g)].map(
      ([, variable]) => variable!,
    );
  });
  expect(read.length).toBeGreaterThan(10);
  const isTold = (name: string) => [...told].some((list) => list.split(', ').includes(name));
  const silent = [...new Set(read)].filter(
    (name) => !isTold(name) && ![...OF_EVERY_PROGRAM, ...OF_HELIX].includes(name),
  );
  expect(silent).toEqual([]);
});
