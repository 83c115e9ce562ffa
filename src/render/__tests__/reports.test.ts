import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plan } from '../../plan/plan';
import { planMessages } from '../events/plan-messages';
import { htmlBody } from '../html/plan-html';
import { renderJson } from '../json/render-json';
import { renderReport } from '../plan-report';
import { PLAIN_STYLE } from '../style';
import * as named from './named-plans';
import { CREATE, DELETE, NOTHING, REPLACE, SAMPLE, UPDATE } from './plans';

const PLANS: Readonly<Record<string, Plan>> = {
  empty: NOTHING,
  create: { ...NOTHING, changes: [CREATE] },
  update: { ...NOTHING, changes: [UPDATE] },
  replace: { ...NOTHING, changes: [REPLACE] },
  delete: { ...NOTHING, changes: [DELETE] },
  sample: SAMPLE,
  'no-changes': named.NO_CHANGES,
  expired: named.EXPIRED,
  protected: named.REFUSED,
  refused: named.BY_POLICY,
  'over-budget': named.OVER_BUDGET,
  unpriced: named.FIRST_CREATE,
  embedded: named.EMBEDDED,
  unresolved: named.UNRESOLVED,
  'not-applied': named.UNSUPPORTED,
  'data-loss': named.DATA_LOSS,
  found: named.FOUND,
  'multi-line': named.MULTI_LINE,
  hostile: named.HOSTILE,
};

/** The formats, each with the end of its golden files. Pages are kept without the style and the script that all share. */
const FORMATS: Readonly<Record<string, (plan: Plan) => string>> = {
  txt: (plan) => renderReport('text', plan, { style: PLAIN_STYLE }),
  md: (plan) => renderReport('markdown', plan, { style: PLAIN_STYLE }),
  html: (plan) => htmlBody(plan).text,
  json: (plan) => renderReport('json', plan, { style: { ...PLAIN_STYLE, terminal: true } }),
  ndjson: (plan) =>
    planMessages(plan, '2026-11-18T09:40:00Z')
      .map((message) => renderJson(message, 'line'))
      .join(''),
};

/** `UPDATE_GOLDEN=1 npx jest src/render/__tests__` rewrites the files. */
function expectGolden(file: string, text: string): void {
  const path = join(__dirname, '__golden__', file);
  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(path, text);
  expect(text).toBe(readFileSync(path, 'utf8'));
}

describe.each(Object.entries(FORMATS))('a report in the format %s', (end, render) => {
  test.each(Object.entries(PLANS))('of the plan "%s" is what stands in its golden file', (name, plan) => {
    expectGolden(`${name}.${end}`, render(plan));
  });

  test('of 500 changes has the digest and the size of its golden file', () => {
    const text = render(named.manyChanges(500));
    const digest = createHash('sha256').update(text).digest('hex');
    expectGolden(`many.${end}.txt`, `${Buffer.byteLength(text)} bytes\n${digest}\n`);
  });
});
