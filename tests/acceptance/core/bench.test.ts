import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(__dirname, '../../..');

describe('npm run bench', () => {
  it('measures whole processes and writes what it found', () => {
    const directory = mkdtempSync(join(tmpdir(), 'helix-bench-test-'));
    try {
      const out = join(directory, 'BENCHMARKS.md');
      const short = ['--sizes', '10', '--applied', '10', '--priced', '10', '--recorded', '10', '--runs', '1'];
      const flags = [...short, '--date', '2026-11-20', '--no-aws', '--out', out];
      const { status, stderr } = spawnSync('node', [join(ROOT, 'scripts', 'bench.mjs'), ...flags], {
        encoding: 'utf8',
      });
      expect([status, stderr]).toEqual([0, '']);
      const text = readFileSync(out, 'utf8');
      expect(text).toContain('2026-11-20; ');
      expect(text).toMatch(/\| 10 \| [\d.]+ m?s \| [\d.]+ m?s \|\n/);
      expect(text).toMatch(/\| 10 clusters \| priced \| [\d.]+ m?s \(-?\d+\.\d % more\) \| \d+ MiB \|/);
      for (const plan of ['create all', 'no change', 'one change']) {
        expect(text).toMatch(new RegExp(`\\| 10 \\| ${plan} \\| [\\d.]+ m?s \\| \\d+ MiB \\|`));
      }
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  });
});
