import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { VARIABLES } from '../../../values/variables';
import { assertSendable, httpAddress, sendableKey, variableIn } from '../variables';

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

describe('sendableKey', () => {
  it('takes what the header of a request takes, with the scheme that a token brings', () => {
    expect(sendableKey('The variable FLY_API_TOKEN', 'FlyV1 fm2_a,fm2_b')).toBe('FlyV1 fm2_a,fm2_b');
  });

  it.each(['\u{1f980}', 'k\u00e9y', 'a\nb'])(
    'refuses %j, names where it comes from, and does not show it',
    (key) => {
      expect(() => sendableKey('The variable GITHUB_TOKEN', key)).toThrow(
        expect.objectContaining({
          kind: 'auth',
          message: 'The variable GITHUB_TOKEN holds characters that no key has.',
        }) as Error,
      );
    },
  );
});

describe('httpAddress', () => {
  it('takes the slashes off the end', () => {
    expect(httpAddress('GITHUB_API_URL', 'https://git.acme.test/api/v3//')).toBe(
      'https://git.acme.test/api/v3',
    );
  });

  it.each([
    'git.acme.test',
    'ftp://git.acme.test',
    'http://',
    '--help',
    '\u{1f980} x',
    'https://git.acme.test?key=k',
  ])('refuses %j by the name of its variable', (value) => {
    expect(() => httpAddress('GITHUB_API_URL', value)).toThrow(
      'The variable GITHUB_API_URL is not the http or https address of an API.',
    );
  });
});
