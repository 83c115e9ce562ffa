import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { TestProject } from '../../helix';

const ROOT = join(__dirname, '../../..');
const PAGE = readFileSync(join(ROOT, 'docs', 'getting-started.md'), 'utf8');

/** The output without digests and times, which differ from run to run. */
function timeless(output: string): string {
  return output
    .replace(/helix1:[0-9a-f]+/g, 'helix1:DIGEST')
    .replace(/\d{4}-\d\d-\d\d( \d\d:\d\d UTC)?/g, 'DATE')
    .replace(/\b(in|expired) \d+s\b/g, '$1 SPAN')
    .replace(/(\$0\.\d\d +)\d+s +/g, '$1AGE ')
    .replace(/[ \t]+$/gm, '');
}

/** `...` on a line of its own stands for any lines. */
function shows(shown: string): RegExp {
  const literal = timeless(shown)
    .split('\n')
    .map((line) => (line === '...' ? '[^]*?' : `${line.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}\n`));
  return new RegExp(`^${literal.join('')}$`);
}

describe('the page "Getting started"', () => {
  it('shows the real output of each of its commands', async () => {
    const project = new TestProject({});
    try {
      for (const [, language, text = ''] of PAGE.matchAll(/```(\w+)\n([^]*?)\n```/g)) {
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
});
