import { HelixError } from '../../../errors';
import type { ApplyResult } from '../../../ports/reporter';
import { SAMPLE } from '../../__tests__/plans';
import { COMMENT_BYTES } from '../plan-markdown';
import { renderExpiredMarkdown } from '../expired-markdown';

const GONE: ApplyResult = { address: 'cluster.pr', action: 'delete', result: 'done' };

function end(directory: string, workspace: string, results: readonly ApplyResult[] = []) {
  const plan = { cost: { ...SAMPLE.cost!, afterMonthly: '67.53' } };
  return {
    directory,
    workspace,
    outcome: { plan, summary: { mode: 'expired', results } },
    error: null,
  } as const;
}

describe('the report of destroy --expired in several places', () => {
  it('counts all together, and shows what failed first', () => {
    const error = new HelixError('config', 'the configuration has errors');
    const failed = {
      ...GONE,
      address: 'cluster.stuck',
      result: 'failed',
      error: { kind: 'failed', message: 'HTTP 500' },
    } as const;
    expect(
      renderExpiredMarkdown([
        end('shop', 'default'),
        end('shop', 'pr-7', [GONE, failed]),
        { directory: 'blog', workspace: null, outcome: null, error },
      ]),
    ).toBe(`### Helix destroy --expired: 1 destroyed in 3 workspaces, **1 not done**, **2 failed**

| Directory | Workspace | Resource | Result | Cost from now on |
| --- | --- | --- | --- | ---: |
| \`shop\` | \`pr-7\` | \`cluster.stuck\` | **failed**: HTTP 500 | $67.53 |
| \`shop\` | \`pr-7\` | \`cluster.pr\` | destroyed | $67.53 |
| \`blog\` |  | | **failed**: the configuration has errors | |
| \`shop\` | \`default\` | | nothing has expired | $67.53 |

`);
  });

  it('has room in a comment, however many places there are', () => {
    const text = renderExpiredMarkdown(
      Array.from({ length: 5_000 }, (_, index) => end('shop', `pr-${index}`, [GONE])),
    );
    expect(Buffer.byteLength(text)).toBeLessThan(COMMENT_BYTES);
    expect(text).toMatch(/5000 destroyed in 5000 workspaces[^]*\(\d+ more\)\n\n$/);
  });
});
