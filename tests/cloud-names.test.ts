import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CLOUD_NAMES, cloudOf } from '../src/clouds';

const ROOT = join(__dirname, '..');

/** Files that belong to a cloud, whose job is to name clouds, or that users read and tests check. */
const ALLOWED = [
  ...CLOUD_NAMES.flatMap((name) => [
    new RegExp(`^src/clouds/${name}(\\.ts$|/)`),
    new RegExp(`^stacks/${name}/`),
    new RegExp(`^src/adapters/price-apis/${name}-prices\\.ts$`),
  ]),
  /^src\/clouds\/index\.ts$/,
  /^stacks\/registry\.ts$/,
  /^(prices|examples|docs|tests|src\/testing)\//,
  /\/__tests__\//,
  /\.md$/,
  // Lists of packages.
  /^package(-lock)?\.json$/,
  // Made from the schemas.
  /\/generated\//,
];

/** Files that name a cloud for another reason. */
const EXCEPTIONS: Readonly<Record<string, string>> = {};

/** Every word that stands for a cloud. `do` is left out: it is an English word. */
const WORDS = CLOUD_NAMES.flatMap((name) => {
  const { title, aliases, tables } = cloudOf(name);
  return [name, title, ...aliases, tables.registry, tables.app];
}).filter((word) => word !== null && word !== 'do');

const NAMED = new RegExp(`\\b(${[...new Set(WORDS)].join('|')})\\b`, 'gi');

/** The clouds that a text names, also as a part of an identifier such as `awsAccess` or `AWS_REGION`. */
function namedIn(text: string): string[] {
  const words = text.replaceAll('_', ' ').replace(/([a-z0-9])([A-Z])/g, '$1 $2');
  return [text, words].flatMap((form) => form.match(NAMED) ?? []);
}

const files = execFileSync('git', ['ls-files'], { cwd: ROOT, encoding: 'utf8' })
  .split('\n')
  .filter((path) => path !== '' && !ALLOWED.some((allowed) => allowed.test(path)));

describe('the name of a cloud', () => {
  it.each(['awsAccess', 'AWS_REGION', 'provider === "google"', 'digitalOceanPrices.digitalocean', 'flyInstance'])(
    'is seen in %s',
    (text) => {
      expect(namedIn(text)).not.toEqual([]);
    },
  );

  it.each(['draws', 'butterfly', 'specre', 'googled'])('is not seen in %s', (text) => {
    expect(namedIn(text)).toEqual([]);
  });

  it('stands in no file but those of the cloud', () => {
    const naming = files.flatMap((path) => {
      const text = `${path}\n${readFileSync(join(ROOT, path), 'utf8')}`;
      const lines = text.split('\n').filter((line) => namedIn(line).length > 0);
      return lines.length === 0 || path in EXCEPTIONS ? [] : [`${path}: ${lines[0]?.trim() ?? ''}`];
    });
    expect(naming).toEqual([]);
  });

  it.each(Object.keys(EXCEPTIONS))('stands in %s, which would else be no exception', (path) => {
    expect(files).toContain(path);
    expect(namedIn(`${path}\n${readFileSync(join(ROOT, path), 'utf8')}`)).not.toEqual([]);
  });
});
