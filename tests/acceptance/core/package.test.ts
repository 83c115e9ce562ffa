import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(__dirname, '../../..');
const MANIFEST = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };

let base: string;
let tarball: string;
/** An empty directory into which the tarball was installed, alone. */
let home: string;

beforeAll(() => {
  base = mkdtempSync(join(tmpdir(), 'helix-package-'));
  home = join(base, 'home');
  mkdirSync(home);
  // Built already: what others run meanwhile must not be built anew.
  run(ROOT, 'npm', 'pack', '--ignore-scripts', '--pack-destination', base);
  tarball = join(base, `helix-iac-${MANIFEST.version}.tgz`);
  run(home, 'npm', 'install', '--offline', '--no-audit', '--no-fund', tarball);
});
afterAll(() => rmSync(base, { recursive: true, force: true }));

describe('the package', () => {
  it('is small', () => {
    expect(statSync(tarball).size).toBeLessThan(1_800_000);
  });

  it('holds the program, its documentation, the schemas, the prices, the examples and nothing of its making', () => {
    expect(readdirSync(installed()).sort()).toEqual(
      ['LICENSE', 'README.md', 'dist', 'docs', 'examples', 'package.json', 'prices', 'schemas'].sort(),
    );
    expect(readdirSync(installed('dist'))).toContain('helix.js');
    expect(readdirSync(installed('schemas'))).toContain('helix-cloud.openapi.json');
  });

  it('comes without a network, and pulls nothing: no provider bindings, no dependencies', () => {
    expect(readdirSync(join(home, 'node_modules')).sort()).toEqual(
      ['.bin', '.package-lock.json', 'helix-iac'].sort(),
    );
    expect(existsSync(installed('node_modules'))).toBe(false);
  });

  it('is a program named helix', () => {
    expect(helix('--version')).toBe(`${MANIFEST.version}\n`);
    expect(helix('--help')).toMatch(/\bplan\b/);
  });

  it('scaffolds a helix.toml whose schema is where the first line says', () => {
    helix('init', '--name', 'shop');
    const schema = /^#:schema (\S+)/.exec(readFileSync(join(home, 'helix.toml'), 'utf8'))?.[1];
    expect(existsSync(join(home, schema ?? 'missing'))).toBe(true);
  });

  it('tells the whole story of the quickstart', () => {
    const story = run(home, 'node', join(ROOT, 'scripts', 'quickstart.mjs'), installed());
    expect(story).toContain('Apply complete! Resources: 2 added, 0 changed, 0 destroyed.');
    expect(story).toContain('Stays down: cluster.preview expired');
    expect(story).toContain('Destroy complete! Resources: 2 destroyed.');
  });
});

function installed(...path: string[]): string {
  return join(home, 'node_modules', 'helix-iac', ...path);
}

function helix(...words: string[]): string {
  return run(home, join('node_modules', '.bin', 'helix'), ...words);
}

/** A command with a HOME of its own and no cache, so that nothing comes from elsewhere; its standard output. */
function run(cwd: string, command: string, ...words: string[]): string {
  const { status, stdout, stderr, error } = spawnSync(command, words, {
    cwd,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], HOME: base, npm_config_cache: join(base, 'cache') },
  });
  if (status === 0) return stdout;
  throw new Error(
    `${command} ${words.join(' ')} ended with ${String(status ?? error)}\n${stdout}\n${stderr}`,
  );
}
