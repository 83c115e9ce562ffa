import type { Plan } from '../../../plan/plan';
import { EVIL, HOSTILE, manyChanges, NO_CHANGES } from '../../__tests__/named-plans';
import { CREATE, DELETE, NOTHING, REPLACE, SAMPLE, UPDATE } from '../../__tests__/plans';
import { markerLine, markerValue } from '../marker';
import { LEAST_BYTES, renderMarkdown } from '../plan-markdown';
import { elementsIn, githubHtml, searchedText } from './github-html';

const sizeOf = (text: string): number => Buffer.byteLength(text);
const repeated = (change: Plan['changes'][number], count: number, name = change.name): Plan => ({
  ...NOTHING,
  changes: Array.from({ length: count }, (_, index) => ({
    ...change,
    address: `${change.kind}.${name}-${index}`,
  })),
});
/** Returns how many of the changes a report names. */
const named = (report: string, plan: Plan): number =>
  plan.changes.filter(({ address }) => report.includes(`\`${address}\``)).length;

test('a marker gives back its values, and none of them ends it', () => {
  const marker = markerLine({ ...NOTHING, project: `--> ${EVIL}` }, { directory: 'a b/c', run: '7.1' });
  expect(marker.indexOf('-->')).toBe(marker.length - 3);
  expect(marker).toContain(' directory=a%20b/c workspace=default run=7.1 digest=helix1:');
  expect(decodeURIComponent(markerValue('a--b > c'))).toBe('a--b > c');
});

test('a plan without changes is a title, the cost and what expires', () => {
  expect(renderMarkdown(NO_CHANGES).split('\n\n').slice(1)).toEqual([
    '### Helix: no changes',
    'Cost: $67.53 a month\n',
  ]);
});

test('a refused plan without changes has its refusals', () => {
  const refusals = [
    { code: 'budget', address: null, message: 'too dear', hint: 'Ask.', source: null },
  ] as const;
  expect(renderMarkdown({ ...NO_CHANGES, refusals })).toContain('- **Refused:** too dear. Ask.');
});

test('details of what is created are left out first, the last ones first, and counted at the end', () => {
  const plan = { ...SAMPLE, changes: [...repeated(CREATE, 400, 'new').changes, UPDATE, REPLACE, DELETE] };
  const report = renderMarkdown(plan);
  expect(sizeOf(report)).toBeLessThanOrEqual(65_536);
  expect(report).toMatch(/\((\d+) details left out; whole plan: `helix show`\)\n$/);
  expect(named(report, plan)).toBe(plan.changes.length);
  for (const kept of [
    '<code>~ cluster.staging',
    '<code>-/+ instance.api',
    '<code>- instance.old',
    '<code>+ cluster.new-0<',
  ]) {
    expect(report).toContain(kept);
  }
  expect(report).not.toContain('<code>+ cluster.new-399<');
});

test('rows of what is created follow, and are counted; rows of what is destroyed all stay', () => {
  const plan = {
    ...NOTHING,
    changes: [...repeated(CREATE, 900, 'new').changes, ...repeated(DELETE, 200).changes],
  };
  const report = renderMarkdown(plan);
  const rows = named(report, repeated(CREATE, 900, 'new'));
  expect([rows > 0, named(report, repeated(DELETE, 200))]).toEqual([true, 200]);
  expect(report).toContain(`| \`+\` | ${900 - rows} more to create | | | | | |`);
  expect(report).toContain(`(${900 - rows} rows and `);
});

test('what is destroyed is named alone where there is no room for a table, and what has no room is counted loudly', () => {
  const plan = repeated(DELETE, 1_000);
  const report = renderMarkdown(plan);
  expect([named(report, plan), sizeOf(report) <= 65_536]).toEqual([1_000, true]);
  const longer = renderMarkdown(repeated(DELETE, 5_000));
  expect(longer).toMatch(/\*\*and \d{4} more to destroy that do not fit here\*\*/);
  expect(sizeOf(longer)).toBeLessThanOrEqual(65_536);
});

test.each([LEAST_BYTES, 65_536])('no plan makes more than %d bytes', (maxBytes) => {
  const long = EVIL.repeat(50);
  const [refusal] = HOSTILE.refusals;
  if (refusal === undefined) throw new Error('the plan has no refusal');
  const hostile: Plan = {
    ...HOSTILE,
    project: long,
    targets: Array.from({ length: 60 }, (_, index) => `cluster.${long}${index}` as const),
    refusals: Array.from({ length: 100 }, () => ({ ...refusal, message: long, hint: long })),
    drift: Array.from(
      { length: 100 },
      () => ({ ...HOSTILE.drift[0]!, owner: long }) as Plan['drift'][number],
    ),
    unsupported: repeated(CREATE, 60, long).changes,
    expiry: {
      ...HOSTILE.expiry,
      down: Array.from({ length: 60 }, () => ({ address: `cluster.${long}` as const, expiredAt: long })),
      next: Array.from({ length: 60 }, () => ({ address: `cluster.${long}` as const, expiresAt: long })),
    },
    about: { ...HOSTILE.about, autoChoices: [] },
  };
  for (const changes of [HOSTILE.changes, manyChanges(2_000).changes, repeated(DELETE, 60, long).changes]) {
    expect(sizeOf(renderMarkdown({ ...hostile, changes }, { maxBytes }))).toBeLessThanOrEqual(maxBytes);
  }
});

test('hostile names make no element, mention, reference or link in the HTML that GitHub makes of a report', () => {
  const problems = [{ severity: 'warning', code: 'x', message: EVIL, hint: EVIL }] as const;
  const html = githubHtml(renderMarkdown(HOSTILE, { problems, origin: { directory: EVIL, commit: EVIL } }));
  const ours = 'br code details h3 li p pre strong sub summary table tbody td th thead tr ul'.split(' ');
  expect(elementsIn(html)).toEqual(ours);
  expect(searchedText(html)).not.toMatch(/@\w|#\d|:\/\/|www\./);
  expect(html.match(/<details>/g)).toHaveLength(2);
  expect(html.match(/<tr>/g)).toHaveLength(3);
});
