import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROGRAM, TestProject } from '../../helix';
import { InTerminal } from './in-terminal';

const TOML =
  '[project]\nname = "shop"\n\n[local.dev]\nport = 6969\n\n[deploy.web]\nprovider = "aws"\nimage = "nginx:1.27"\n';

let made: TestProject;
beforeEach(() => {
  made = new TestProject({ 'helix.toml': TOML, 'saved.plan': '' });
  // Every start of helix leaves a line.
  made.write(
    'bin/helix',
    `#!/bin/sh\necho "$*" >> '${join(made.home, 'starts')}'\nexec '${process.execPath}' '${PROGRAM}' "$@"\n`,
  );
  chmodSync(join(made.directory, 'bin/helix'), 0o755);
});
afterEach(() => made.remove());

const path = (): string => `${join(made.directory, 'bin')}:${process.env['PATH'] ?? ''}`;

/** The command lines with which the shell has started helix. */
function starts(): readonly string[] {
  const file = join(made.home, 'starts');
  return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
}

async function install(shell: string): Promise<string> {
  const { code, stderr } = await made.run(['completion', shell, '--install']);
  expect(code).toBe(0);
  return stderr;
}

/** Types words and Tab in an interactive shell, until it shows their completion. */
async function complete(script: string, lines: readonly (readonly [typed: string, shown: string])[]) {
  const shell = new InTerminal(made, [], { script, env: { PATH: path() } });
  await shell.waitForNext('READY>');
  expect(starts()).toEqual([]);
  for (const [typed, shown] of lines) {
    shell.press(`${typed}\t`);
    await shell.waitForNext(shown);
    shell.press('\u0015');
  }
  shell.press('exit\r');
  await shell.end();
}

const LINES = [
  ['helix cloud ter', 'minate'],
  ['helix deploy --provider GCP --region europe-southw', 'est1'],
  ['helix stop w', 'eb'],
  ['helix show sav', 'ed.plan'],
] as const;

describe('completion in a shell', () => {
  it('bash loads it at the first Tab, and starts helix only then', async () => {
    await install('bash');
    const file = join(made.home, '.local/share/bash-completion/completions/helix');
    // The package bash-completion looks there for the file of a command; here this line does.
    made.write('.bashrc', `PS1='READY> '; _load() { . '${file}'; return 124; }; complete -D -F _load\n`);
    await complete('bash --noprofile --rcfile .bashrc -i', LINES);
    expect(starts()).toHaveLength(LINES.length);
  });

  it('zsh loads it from a directory of its own', async () => {
    const [, line = ''] = /~\/\.zshrc: (.*)/.exec(await install('zsh')) ?? [];
    made.write('.zshrc', `${line}\nautoload -Uz compinit; compinit -u -D; PS1='READY> '\n`);
    await complete('ZDOTDIR=. zsh -d -i', LINES);
    expect(starts().length).toBeGreaterThanOrEqual(LINES.length);
  });

  it('fish loads it from a directory of its own', async () => {
    await install('fish');
    for (const [typed, rest] of LINES) {
      const { stdout, stderr } = spawnSync('fish', ['-c', `complete -C ${JSON.stringify(typed)}`], {
        cwd: made.directory,
        env: made.environment({ PATH: path() }),
        encoding: 'utf8',
      });
      const word = typed.split(' ').at(-1) ?? '';
      expect([stderr, stdout.trim().split('\n')]).toEqual(['', [`${word}${rest}`]]);
    }
  });
});
