import type { ApplyResult } from '../../../ports/reporter';
import { renderApplyMarkdown } from '../apply-markdown';

const PLAN = { workspace: 'pr-7', digest: 'helix1:0', cost: null };

function done(name: string): ApplyResult {
  return { address: `cluster.${name}`, action: 'create', result: 'done' };
}

describe('the end of an apply, as Markdown', () => {
  it('counts what was done, and shows first what failed, where and why', () => {
    const failed: ApplyResult = {
      address: 'cluster.b',
      action: 'delete',
      result: 'failed',
      source: { file: 'helix.toml', line: 9, column: 1 },
      error: { kind: 'failed', message: 'out of room\nin eu' },
    };
    const skipped: ApplyResult = {
      address: 'cluster.c',
      action: 'create',
      result: 'skipped',
      because: 'cluster.b',
    };
    const text = renderApplyMarkdown({
      plan: PLAN,
      summary: { mode: 'apply', results: [done('a'), skipped, failed] },
    });
    expect(text.split('\n')).toEqual([
      '### Helix apply, workspace `pr-7`: 1 added, 0 changed, 0 destroyed, **2 not done**',
      '',
      '| Resource | Result |',
      '| --- | --- |',
      '| `cluster.b` | **failed** at `helix.toml:9`: out of room in eu |',
      '| `cluster.c` | **skipped**, since `cluster.b` failed |',
      '| `cluster.a` | created |',
      '',
      '',
    ]);
  });

  it('stays within its room, and counts the rest', () => {
    const results = Array.from({ length: 10_000 }, (_, index) => done(`${index}`));
    const text = renderApplyMarkdown({ plan: PLAN, summary: { mode: 'apply', results } });
    expect(Buffer.byteLength(text)).toBeLessThan(65_536);
    expect(text).toMatch(/\(\d+ more\)/);
  });

  it('makes nothing of what a name or a message would draw', () => {
    const hostile: ApplyResult = {
      address: 'cluster.a|<b>@ada',
      action: 'create',
      result: 'failed',
      error: { kind: 'failed', message: '<img src=x> @ada | [x](http://y)' },
    };
    const text = renderApplyMarkdown({ plan: PLAN, summary: { mode: 'apply', results: [hostile] } });
    expect(text).not.toMatch(/<b>|<img|@ada\b|\[x\]\(/);
  });
});
