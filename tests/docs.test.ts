import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { TestProject } from './helix';

const ROOT = join(__dirname, '..');
const DOCS = join(ROOT, 'docs');
const read = (...path: string[]) => readFileSync(join(ROOT, ...path), 'utf8');
const topics = readdirSync(DOCS).filter((file) => file.endsWith('.md') && file !== 'README.md');
const guides = readdirSync(join(DOCS, 'contributing')).map((file) => `contributing/${file}`);
/** The folders of code that have a README, relative to the root. */
const rooms = ['src', 'stacks', 'constructs', 'scripts', 'tests'].flatMap((root) =>
  [
    root,
    ...readdirSync(join(ROOT, root), { encoding: 'utf8', recursive: true }).map((path) => join(root, path)),
  ].filter((path) => !path.includes('node_modules') && existsSync(join(ROOT, path, 'README.md'))),
);
const pages = [
  'README.md',
  'CONTRIBUTING.md',
  ...['README.md', ...topics, ...guides].map((file) => `docs/${file}`),
];

describe('the documentation', () => {
  it.each(pages)('%s links only to files that exist', (page) => {
    const links = [...read(page).matchAll(/\]\(([^)#:\s]+)(#[^)]*)?\)/g)].map(([, link = '']) => link);
    expect(links.filter((link) => !existsSync(join(ROOT, dirname(page), link)))).toEqual([]);
  });

  it.each(pages)('%s names only files and folders that exist', (page) => {
    const paths = [
      ...read(page).matchAll(
        /`((?:src|stacks|tests|schemas|constructs|scripts|prices|docs|\.ci)\/[^`\s]*)`/g,
      ),
    ].map(([, path = '']) => path);
    expect(paths.filter((path) => !path.includes('NAME') && !existsSync(join(ROOT, path)))).toEqual([]);
  });

  it('has every page in its table of contents', () => {
    const contents = read('docs', 'README.md');
    expect([...topics, ...guides].filter((page) => !contents.includes(`(${page})`))).toEqual([]);
  });
});

describe('the README of a folder', () => {
  it.each(rooms)('%s names only files that exist', (room) => {
    const names = [...read(room, 'README.md').matchAll(/`([\w./-]+\.(?:ts|mjs|cjs))`/g)].map(
      ([, name = '']) => name,
    );
    const exists = (name: string) => [room, 'src', '.'].some((base) => existsSync(join(ROOT, base, name)));
    expect(names.filter((name) => !name.includes('NAME') && !exists(name))).toEqual([]);
  });
});

describe('the README', () => {
  it('has at most 120 lines', () => {
    expect(read('README.md').split('\n').length).toBeLessThanOrEqual(121);
  });

  it('shows lines of a plan that Helix really renders', () => {
    const [, shown = ''] = /```console\n([^]*?)```/.exec(read('README.md')) ?? [];
    const golden = read('src/render/text/__tests__/__golden__/sample.txt').split('\n');
    expect(shown.trim().split('\n').length).toBeGreaterThan(8);
    expect(shown.split('\n').filter((line) => !golden.includes(line))).toEqual([]);
  });
});

describe('helix help', () => {
  const project = new TestProject({});
  afterAll(() => project.remove());

  it('TOPIC prints a page of the documentation', async () => {
    expect(await project.runHelix('help', 'cost')).toBe(read('docs', 'cost.md'));
  });

  it('COMMAND prints the help of the command', async () => {
    expect(await project.runHelix('help', 'plan')).toBe(await project.runHelix('plan', '--help'));
  });

  it('lists every topic and groups the commands', async () => {
    const overview = await project.runHelix('help');
    for (const topic of topics) expect(overview).toContain(topic.replace('.md', ''));
    for (const group of ['Project:', 'Plan and apply:', 'State:', 'Clouds:', 'Cost:'])
      expect(overview).toContain(group);
  });

  it('of an unknown word ends with 64 and suggests a topic', async () => {
    const { code, stderr } = await project.run(['help', 'costs']);
    expect(code).toBe(64);
    expect(stderr).toContain('Did you mean `cost`?');
  });
});
