import { COMMANDS } from '../commands';
import { pasteable } from '../pasteable';

const selection = { directory: ['-C', 'my app'], project: ['--workspace', 'w'] };

describe('a command in a text', () => {
  it.each([
    ['`helix renew web`', "`helix renew -C 'my app' --workspace w web`"],
    ['`helix state list`', "`helix state list -C 'my app' --workspace w`"],
    ['`helix add x --cloud`', "`helix add -C 'my app' x --cloud`"],
    ['`helix help ci`', '`helix help ci`'],
    ['`helix plan --help`', '`helix plan --help`'],
    ['a helix in a helix', 'a helix in a helix'],
  ])('%s is about the same project: %s', (text, expected) => {
    expect(pasteable(text, selection)).toBe(expected);
  });

  it('stays as it is without options', () => {
    expect(pasteable('`helix plan`', { directory: [], project: [] })).toBe('`helix plan`');
  });

  it('is known by its two words in every group', () => {
    const names = COMMANDS.map(({ paths = [] }) => paths[0] ?? []).filter((path) => path.length === 2);
    expect(names.length).toBeGreaterThan(10);
    for (const path of names) {
      const text = pasteable(`\`helix ${path.join(' ')} x\``, { directory: ['-C', 'd'], project: [] });
      expect(text).toBe(`\`helix ${path.join(' ')} -C d x\``);
    }
  });
});
