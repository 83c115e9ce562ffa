import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { VARIABLES } from '../../../values/variables';
import { assertSendable, variableIn } from '../variables';

const SOURCE = join(__dirname, '../../..');

/** The names of the variables that the source reads. */
function namesRead(): string[] {
  const files = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts') && !/__tests__|testing\/|generated\//.test(file),
  );
  const reads =
    /\b(?:env|environment)\[['"`](\w+)['"`]\]|\bvariable(?:In)?\((?:\w+, )?'([A-Z]\w*|\w+_\w+)'\)/g;
  return files.flatMap((file) =>
    [...readFileSync(join(SOURCE, file), 'utf8').matchAll(reads)].map(([, a, b]) => a ?? b ?? ''),
  );
}

it('every variable that the source reads is in the list', () => {
  const names = namesRead();
  expect(names.length).toBeGreaterThan(10);
  expect(names.filter((name) => !(VARIABLES as readonly string[]).includes(name))).toEqual([]);
});

describe('variableIn', () => {
  it('takes line breaks and blanks off the ends, and an empty value for none', () => {
    expect(variableIn({ HELIX_HOME: ' /home\n' }, 'HELIX_HOME')).toBe('/home');
    expect(variableIn({ HELIX_HOME: ' \r\n' }, 'HELIX_HOME')).toBeUndefined();
    expect(variableIn({}, 'HELIX_HOME')).toBeUndefined();
  });

  it.each(['a\nb', 'a\u001bb', 'a\u007fb'])('refuses %j by name, and does not show it', (value) => {
    expect(() => variableIn({ HELIX_HOME: value }, 'HELIX_HOME')).toThrow(
      'The variable HELIX_HOME contains a line break or another control character.',
    );
  });
});

describe('assertSendable', () => {
  it.each([
    [
      'AKIA\n',
      'The variable AWS_ACCESS_KEY_ID begins or ends with a blank, a line break or a control character.',
    ],
    ['AK\nIA', 'The variable AWS_ACCESS_KEY_ID contains a blank, a line break or a control character.'],
  ])('refuses the key %j by the name of its variable', (value, message) => {
    const checking = () => assertSendable({ OTHER: '\n', AWS_ACCESS_KEY_ID: value }, /^AWS_/);
    expect(checking).toThrow(expect.objectContaining({ kind: 'auth', message }) as Error);
  });

  it('accepts blanks inside', () => {
    expect(() => assertSendable({ AWS_PROFILE: 'my profile' }, /^AWS_/)).not.toThrow();
  });
});
