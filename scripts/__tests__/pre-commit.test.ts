import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const ROOT = resolve(__dirname, '../..');
let repository = '';

beforeEach(() => {
  repository = mkdtempSync(join(tmpdir(), 'helix-hook-'));
  symlinkSync(join(ROOT, 'node_modules'), join(repository, 'node_modules'));
  git('init', '--quiet');
  git('config', 'user.name', 'Test');
  git('config', 'user.email', 'test@example.com');
  git('config', 'core.hooksPath', join(ROOT, 'scripts/hooks'));
});

afterEach(() => rmSync(repository, { recursive: true }));

describe('the pre-commit hook', () => {
  it('commits staged files formatted', () => {
    write('a b.ts', 'const a = {b:1}');
    write('notes.txt', 'as  they are');
    git('add', '--', 'a b.ts', 'notes.txt');
    expect(commit()).toMatchObject({ status: 0 });
    expect(git('show', 'HEAD:a b.ts')).toBe('const a = { b: 1 };\n');
    expect(git('show', 'HEAD:notes.txt')).toBe('as  they are');
  });

  it('leaves unstaged changes of a formatted file out of the commit', () => {
    write('a.ts', 'const a = 1;\n');
    git('add', 'a.ts');
    write('a.ts', 'const a = 2;\n');
    expect(commit()).toMatchObject({ status: 0 });
    expect(git('show', 'HEAD:a.ts')).toBe('const a = 1;\n');
    expect(readFileSync(join(repository, 'a.ts'), 'utf8')).toBe('const a = 2;\n');
  });

  it('refuses an unformatted file that has unstaged changes', () => {
    write('a.ts', 'const a=1');
    git('add', 'a.ts');
    write('a.ts', 'const a=2');
    const { status, stderr } = commit();
    expect(status).toBe(1);
    expect(stderr).toContain('npm run format');
    expect(readFileSync(join(repository, 'a.ts'), 'utf8')).toBe('const a=2');
  });
});

function write(name: string, text: string): void {
  writeFileSync(join(repository, name), text);
}

function git(...words: readonly string[]): string {
  return execFileSync('git', words, { cwd: repository, encoding: 'utf8' });
}

function commit() {
  return spawnSync('git', ['commit', '--quiet', '-m', 'test'], { cwd: repository, encoding: 'utf8' });
}
