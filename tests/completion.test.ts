import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SCRIPTS } from '../src/cli/completion/shell-scripts';
import { PROGRAM, TestProject } from './helix';

const TOML =
  '[project]\nname = "shop"\n\n[local.dev]\nport = 6969\n\n[deploy.web]\nprovider = "aws"\nimage = "nginx:1.27"\n';

/** Returns the words that bash offers for the last word of a line, by the script of Helix. */
function completedByBash(project: TestProject, words: readonly string[]): string[] {
  const script = `helix() { "${process.execPath}" "${PROGRAM}" "$@"; }
    ${SCRIPTS.bash}
    COMP_WORDS=(helix ${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length}
    _helix; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout, stderr } = spawnSync('bash', ['-c', script], {
    cwd: project.directory,
    env: project.environment(),
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  return stdout.trim().split('\n');
}

let project: TestProject;
afterEach(() => project.remove());

test('bash completes commands, options, clouds, regions and names of the project', () => {
  project = new TestProject({ 'helix.toml': TOML });
  expect(completedByBash(project, ['cloud', 'te'])).toEqual(['terminate']);
  expect(completedByBash(project, ['cloud', 'deploy', '--auto'])).toEqual([
    '--auto-approve',
    '--auto-select',
  ]);
  expect(completedByBash(project, ['deploy', '--provider', 'go'])).toEqual(['google']);
  expect(completedByBash(project, ['deploy', '--provider', 'AWS', '--region', 'us-east'])).toEqual([
    'us-east-1',
    'us-east-2',
  ]);
  expect(completedByBash(project, ['stop', 'w'])).toEqual(['web']);
  project.write('helix.toml', '[');
  expect(completedByBash(project, ['stop', 'w'])).toEqual(['']);
});

test('names come from the files of this host alone, whatever keeps the state', () => {
  const elsewhere =
    '\n[state]\nbackend = "s3"\nbucket = "states"\nregion = "us-east-1"\nendpoint_url = "http://127.0.0.1:9"\n';
  project = new TestProject({
    'helix.toml': TOML + elsewhere,
    'Blueprint.toml': '[blueprint]\nname = "feed"\n[blueprint.environments.staging]\nmin_cpu = 2\n',
  });
  expect(completedByBash(project, ['stop', ''])).toEqual(['dev', 'web']);
  expect(completedByBash(project, ['plan', '--environment', ''])).toEqual(['staging']);
  expect(completedByBash(project, ['plan', '--workspace', ''])).toEqual(['']);
});

test('a script is written where the shell finds it, and says what it needs', async () => {
  project = new TestProject({});
  const zsh = await project.run(['completion', 'zsh', '--install']);
  expect([zsh.code, zsh.stderr]).toEqual([0, expect.stringContaining('fpath=(')]);
  const file = join(project.home, '.local/share/zsh/site-functions/_helix');
  expect([existsSync(file), readFileSync(file, 'utf8')]).toEqual([true, SCRIPTS.zsh]);
  expect((await project.run(['completion', 'tcsh'])).code).toBe(64);
});
