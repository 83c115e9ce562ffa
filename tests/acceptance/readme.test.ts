import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { TestProject } from '../helix';

const ROOT = join(__dirname, '..', '..');
const README = readFileSync(join(ROOT, 'README.md'), 'utf8');

/** The text under a heading, up to the next one of the same rank or a higher one. */
function section(title: string): string {
  const [heading, rank = ''] = new RegExp(`^(#+) ${title}\n`, 'm').exec(README) ?? [];
  if (heading === undefined) throw new Error(`the README has no "${title}"`);
  const rest = README.slice(README.indexOf(heading) + heading.length);
  const end = rest.search(new RegExp(`^#{1,${rank.length}} `, 'm'));
  return end === -1 ? rest : rest.slice(0, end);
}

/** What a shown run and a real one may differ in: digests, and everything that moves with the clock. */
function timeless(output: string): string {
  return output
    .replace(/helix1:[0-9a-f]+/g, 'helix1:DIGEST')
    .replace(/\d{4}-\d\d-\d\d( \d\d:\d\d UTC)?/g, 'DATE')
    .replace(/\b(in|expired) \d+s\b/g, '$1 SPAN')
    .replace(/[ \t]+$/gm, '');
}

/** `...` on a line of its own stands for any lines. */
function shows(shown: string): RegExp {
  const literal = timeless(shown)
    .split('\n')
    .map((line) => (line === '...' ? '[^]*?' : `${line.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}\n`));
  return new RegExp(`^${literal.join('')}$`);
}

describe('the README', () => {
  it('shows what the commands of its two minutes really print', async () => {
    const project = new TestProject({});
    try {
      for (const [, language, text = ''] of section('Two minutes').matchAll(/```(\w+)\n([^]*?)\n```/g)) {
        if (language === 'toml') project.write('helix.toml', text);
        if (language !== 'console') continue;
        for (const [command = '', ...lines] of text
          .split(/^\$ /m)
          .slice(1)
          .map((run) => run.trimEnd().split('\n'))) {
          const [program, ...words] = command.split(' ');
          if (program === 'sleep') {
            await sleep(Number(words[0]) * 1000);
            continue;
          }
          const { code, stdout, stderr } = await project.run(words);
          expect(`${command} ends with ${code}`).toBe(`${command} ends with 0`);
          expect(timeless(stderr + stdout)).toMatch(shows(lines.join('\n')));
        }
      }
    } finally {
      project.remove();
    }
  });

  it('names files and folders that exist, in what it says to those who work on Helix', () => {
    const paths = [
      ...section('Working on Helix').matchAll(/`((?:src|tests|schemas|constructs|scripts|\.ci)\/[^`\s]*)`/g),
    ]
      .map(([, path = '']) => path)
      .filter((path) => !path.includes('NAME'));
    expect(paths.length).toBeGreaterThan(20);
    expect(paths.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });

  it('names every exit code', () => {
    const codes = [...section('Exit codes').matchAll(/^\| +(\d+) \|/gm)].map(([, code]) => Number(code));
    expect(codes).toEqual([0, 1, 2, 3, 4, 5, 8, 9, 64, 70]);
  });
});
