import fc from 'fast-check';
import { CREATE, DELETE, NOTHING, REPLACE, SAMPLE, UPDATE, cost, driftOf } from '../../__tests__/plans';
import type { AttributeChange, Change, CreateChange, Plan } from '../../../plan/plan';
import { UNKNOWN } from '../../../values/unknown';
import { PLAIN_STYLE } from '../../style';
import { renderPlan } from '../plan-text';
import { growth } from '../../../testing/growth';

test('the line of counts stands in every plan, byte for byte, whatever the style', () => {
  for (const style of [PLAIN_STYLE, { color: true, width: 40, unicode: true, terminal: true }]) {
    expect(renderPlan(NOTHING, style)).toContain('\nPlan: 0 to add, 0 to change, 0 to destroy.\n');
    expect(renderPlan(SAMPLE, style)).toContain('\nPlan: 2 to add, 1 to change, 2 to destroy.\n');
  }
});

test('reads and what this version does not apply count in nothing', () => {
  const read: Change = { ...CREATE, action: 'read' };
  const text = renderPlan({ ...NOTHING, changes: [read], unsupported: [CREATE, REPLACE] }, PLAIN_STYLE);
  expect(text).toContain('Plan: 0 to add, 0 to change, 0 to destroy.');
});

test('a budget is told, whether it is kept, exceeded, or exceeded for a reason', () => {
  const told = (afterMonthly: string, override: { reason: string; broken: string[] } | null = null) =>
    renderPlan(
      {
        ...NOTHING,
        cost: { ...SAMPLE.cost!, afterMonthly },
        budget: { monthlyUsd: '50', maxIncreaseUsd: '10', override },
      },
      PLAIN_STYLE,
    );
  const limits = 'Budget: $50.00 a month, $10.00 more at a time';
  expect(told('50.00')).toContain(`\n${limits}.\n`);
  expect(told('50.01')).toContain(`\n${limits}; it is exceeded.\n`);
  expect(told('60', { reason: 'agreed \u001b[2J', broken: ['too much'] })).toContain(
    `\n${limits}; it is exceeded.\nBudget overridden: agreed \\x1b[2J\n  too much\n`,
  );
});

test('a multi-line value is shown as a diff around what changed', () => {
  const lines = ['#!/bin/sh', 'one', 'two', 'three', 'four'];
  const change = { path: 'user_data', before: lines.join('\n'), after: [...lines, 'five'].join('\n') };
  expect(attributeLines(change)).toEqual([
    '      user_data              changed',
    '          three',
    '          four',
    '        + five',
  ]);
  expect(attributeLines({ path: 'user_data', before: 'a\nb', after: 'a\nb\n' })).toEqual([
    '      user_data              changed',
    '        only in the line feed at its end',
  ]);
});

test('values are shown so that they cannot be mistaken', () => {
  const shown = (before: AttributeChange['before'], after: AttributeChange['after']) =>
    attributeLines({ path: 'x', before, after })[0]?.trim().replace(/^x +/, '');
  expect(shown('a b', 'c')).toBe('a b -> c');
  expect(shown('', ' x')).toBe('"" -> " x"');
  expect(shown('1', 1)).toBe('"1" -> 1');
  expect(shown(true, 'true')).toBe('true -> "true"');
  expect(shown(undefined, null)).toBe('(none) -> (none)');
  expect(shown([80, 'a,b'], { k: [] })).toBe('[80, "a,b"] -> { k: [] }');
  expect(shown('(none)', {})).toBe('"(none)" -> {}');
  expect(shown('a', UNKNOWN)).toBe('a -> (known after apply)');
  expect(shown('secret:0a1b2c3d', 'secret:ffffffff')).toBe('(sensitive) -> (sensitive)');
  expect(shown(`sha256:${'a'.repeat(64)}`, 'x')).toBe('sha256:aaaaaaaaaaaa... -> x');
});

test('the image that Helix builds for a machine is shown as it is pulled, once it was pushed', () => {
  const [before, after] = [`sha256:${'a'.repeat(64)}`, `sha256:${'b'.repeat(64)}`];
  const reference = `ghcr.io/acme/api@sha256:${'1'.repeat(64)}`;
  const attribute = { path: 'image', before, after };
  expect(attributeLines(attribute, { machineImage: { before: reference, after: null } })).toEqual([
    '      image                  ghcr.io/acme/api@sha256:111111111111...',
    '                          -> (known after apply)',
  ]);
  expect(attributeLines(attribute, { machineImage: { before: null, after: reference } })).toEqual([
    '      image                  sha256:aaaaaaaaaaaa...',
    '                          -> ghcr.io/acme/api@sha256:111111111111...',
  ]);
});

test('a change too long for one line continues below', () => {
  const lines = attributeLines({ path: 'x', before: 'a'.repeat(40), after: 'b'.repeat(40) });
  expect(lines).toEqual([
    `      x                      ${'a'.repeat(40)}`,
    `                          -> ${'b'.repeat(40)}`,
  ]);
});

test('a size that nobody named is shown as the default that it is', () => {
  const priced = cost({ pricedAs: { before: 'small', after: 'medium' } });
  expect(attributeLines({ path: 'size', before: null, after: 'medium' }, { cost: priced })[0]).toContain(
    'small (default) -> medium',
  );
  expect(attributeLines({ path: 'size', before: 'medium', after: null }, { cost: null })[0]).toContain(
    'medium -> (default)',
  );
});

test('a machine is as big as its declared size, the type that was priced, or what was asked for', () => {
  const headline = (after: CreateChange['after'], type: string | null) => {
    const priced = cost({ pricedAs: { before: null, after: type } });
    const change: Change = { ...CREATE, provider: 'aws', after, cost: priced };
    return /cluster\.production +(.*?) {2}/.exec(
      renderPlan({ ...NOTHING, changes: [change] }, PLAIN_STYLE),
    )?.[1];
  };
  const asked = { cpu: 4, memory_gb: 16 };
  expect(headline({ ...asked, vm_size: 'shared-4x' }, 'm6i.xlarge')).toBe('aws us-east-1, shared-4x');
  expect(headline(asked, 'm6i.xlarge')).toBe('aws us-east-1, m6i.xlarge');
  expect(headline(asked, null)).toBe('aws us-east-1, 4 vCPU, 16 GB');
});

test('queries are shown by their files: changed, added, removed', () => {
  const before = { queries: { 'a.hx': '1', 'b.hx': '1', 'c.hx': '1' } };
  const after = { queries: { 'a.hx': '2', 'c.hx': '1', 'd.hx': '1', 'e.hx': '1' } };
  const attributes = [
    { path: 'queries', before: before.queries, after: after.queries, forcesReplacement: false },
  ];
  const plan: Plan = { ...NOTHING, changes: [{ ...UPDATE, before, after, attributes }] };
  expect(renderPlan(plan, PLAIN_STYLE)).toContain(
    'queries                1 file changed: a.hx; 2 files added: d.hx, e.hx; 1\n' +
      `${' '.repeat(29)}file removed: b.hx\n`,
  );
  expect(renderPlan(plan, PLAIN_STYLE, { full: true })).toMatch(
    /a\.hx changed\n +b\.hx removed\n +d\.hx added\n/,
  );
});

test('an unpriced side is never shown as nothing', () => {
  const shown = (side: Parameters<typeof cost>[0]) =>
    /cost +(.*)/.exec(
      renderPlan({ ...NOTHING, changes: [{ ...UPDATE, cost: cost(side) }] }, PLAIN_STYLE),
    )?.[1];
  expect(shown({})).toBe('unpriced');
  expect(shown({ afterMonthly: '5' })).toBe('unpriced -> $5.00/mo');
  expect(shown({ beforeMonthly: '5' })).toBe('$5.00/mo -> unpriced');
  expect(shown({ beforeMonthly: '5', afterMonthly: '5', diffMonthly: '0' })).toBeUndefined();
});

test('addresses are never cut, however narrow the terminal', () => {
  const address = `cluster.${'long-name-'.repeat(10)}` as const;
  for (const width of [20, 80, 200]) {
    const plan: Plan = {
      ...NOTHING,
      changes: [
        { ...CREATE, address },
        { ...DELETE, address },
      ],
    };
    expect(renderPlan(plan, { ...PLAIN_STYLE, width }).split(address)).toHaveLength(3);
  }
});

test('the command that approves names workspace, targets and what the caller adds, safe to paste', () => {
  const plan: Plan = { ...SAMPLE, workspace: "it's", targets: ['cluster.staging'] };
  expect(renderPlan(plan, PLAIN_STYLE, { arguments: ['--local'] })).toContain(
    "helix apply --workspace 'it'\\''s' --target cluster.staging --local --plan-digest helix1:",
  );
});

test('no command is offered where the reader is asked, or something is not known', () => {
  expect(renderPlan(SAMPLE, PLAIN_STYLE, { nextStep: false })).not.toContain('Approve with');
  expect(renderPlan({ ...SAMPLE, unresolved: ['cluster.x'] }, PLAIN_STYLE)).not.toContain('Approve with');
});

test('long lists end with how many more there are; --full shows all', () => {
  const next = Array.from({ length: 30 }, (_, index) => {
    return { address: `cluster.n${index}`, expiresAt: '2026-11-24T13:40:00Z' } as const;
  });
  const plan: Plan = { ...NOTHING, expiry: { ...NOTHING.expiry, next } };
  expect(renderPlan(plan, PLAIN_STYLE)).toContain('and 10 more (--full lists all)');
  expect(renderPlan(plan, PLAIN_STYLE, { full: true })).toContain('cluster.n29');
});

test('no text of a plan whatever reaches the terminal as an escape sequence', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 12 }), (text) => {
      const evil = `\u001b]0;${text}`;
      const plan: Plan = {
        ...SAMPLE,
        project: evil,
        workspace: evil,
        endpoint: evil,
        digest: evil,
        targets: [`cluster.${evil}`],
        changes: SAMPLE.changes.map((change): Change => {
          return {
            ...change,
            address: `cluster.${evil}`,
            provider: evil,
            region: evil,
            source: { file: evil, line: 1, column: 1 },
            ...('attributes' in change
              ? {
                  attributes: [
                    { path: evil, before: `${evil}\n`, after: `a\n${evil}`, forcesReplacement: true },
                  ],
                }
              : {}),
          };
        }),
        drift: [{ ...driftOf('a'), type: 'foreign', owner: evil }],
        refusals: [{ code: 'foreign', address: 'cluster.a', message: evil, hint: evil, source: null }],
        stopped: [`cluster.${evil}`],
      };
      expect(renderPlan(plan, PLAIN_STYLE, { full: true })).not.toMatch(/(?!\n)[\p{Cc}\p{Bidi_Control}]/u);
    }),
    { numRuns: 50 },
  );
});

test('the time that the text takes grows with the number of changes, not with its square', () => {
  const render = (count: number): void => {
    const changes = Array.from({ length: count }, (_, index): Change => {
      return { ...UPDATE, address: `cluster.n${index}` };
    });
    expect(renderPlan({ ...NOTHING, changes }, PLAIN_STYLE).split('\n').length).toBeGreaterThan(5 * count);
  };
  expect(growth(2000, render)).toBeLessThan(30);
});

function attributeLines(
  attribute: Omit<AttributeChange, 'forcesReplacement'>,
  more: Partial<Change> = {},
): readonly string[] {
  const attributes = [{ ...attribute, forcesReplacement: false }];
  const change = { ...UPDATE, cost: null, expiresAt: null, ttlSeconds: null, ...more, attributes } as Change;
  const text = renderPlan({ ...NOTHING, changes: [change] }, PLAIN_STYLE);
  const lines = text.split('\n');
  const start = lines.findIndex((line) => line.startsWith('  ~ ')) + 1;
  return lines.slice(start, lines.indexOf('', start));
}

test('a plan without changes can be approved, but there is nothing to destroy', () => {
  expect(renderPlan(NOTHING, PLAIN_STYLE)).toContain('Approve with: helix apply');
  for (const mode of ['destroy', 'expired'] as const) {
    expect(renderPlan({ ...NOTHING, mode }, PLAIN_STYLE)).not.toContain('Apply with');
  }
});

test('a deletion says that data is lost and how to keep it, where the table was removed', () => {
  const lost = { ...DELETE, address: 'cluster.old', kind: 'cluster', losesData: true } as const;
  const text = renderPlan({ ...NOTHING, changes: [lost] }, PLAIN_STYLE);
  expect(text).toContain('LOST: deleted with it');
  expect(text).toContain('DATA IS LOST: cluster.old is deleted with all data. To keep it,');
  const destroyed = renderPlan({ ...NOTHING, mode: 'destroy', changes: [lost, lost] }, PLAIN_STYLE);
  expect(destroyed).toContain('DATA IS LOST: cluster.old, cluster.old are deleted with all data.\n');
});

test('a moved resource says from where, and that it keeps its data', () => {
  const moved = { ...UPDATE, reason: 'moved', movedFrom: 'cluster.old' } as const;
  expect(renderPlan({ ...NOTHING, changes: [moved] }, PLAIN_STYLE)).toContain(
    'moved from cluster.old, with all its data',
  );
});

test('edits that wait for an expired resource are named, and then there are changes', () => {
  const expired = [
    { address: 'cluster.a', expiresAt: '2026-11-18T09:00:00.000Z', edits: ['size', 'ttl'] },
  ] as const;
  const text = renderPlan({ ...NOTHING, expiry: { ...NOTHING.expiry, expired } }, PLAIN_STYLE);
  expect(text).toContain('Held back: the edits of cluster.a (size, ttl) wait until `helix renew a`.');
  expect(text).not.toContain('No changes. ');
});
