import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CREATE, DELETE, NOTHING, SAMPLE } from '../../__tests__/plans';
import type { Plan } from '../../../plan/plan';
import { PLAIN_STYLE } from '../../style';
import { renderPlan } from '../plan-text';
import {
  EXPIRED,
  EMBEDDED,
  FIRST_CREATE,
  NO_CHANGES,
  DATA_LOSS,
  REFUSED,
  UNSUPPORTED,
  FOUND,
} from '../../__tests__/named-plans';

const goldens: Record<string, [Plan, { full?: boolean; color?: boolean; width?: number }?]> = {
  sample: [SAMPLE],
  'sample-color': [SAMPLE, { color: true }],
  'sample-full': [SAMPLE, { full: true }],
  'sample-narrow': [SAMPLE, { width: 50 }],
  'sample-wide': [SAMPLE, { width: 200 }],
  'first-create': [FIRST_CREATE],
  'no-changes': [NO_CHANGES],
  'data-loss': [DATA_LOSS],
  expired: [EXPIRED],
  refused: [REFUSED],
  unsupported: [UNSUPPORTED],
  embedded: [EMBEDDED],
  found: [FOUND],
  destroy: [
    { ...NOTHING, mode: 'destroy', changes: [{ ...DELETE, reason: 'destroy', source: CREATE.source }] },
  ],
};

test.each(Object.entries(goldens))(
  'the plan "%s" reads as it stands in its golden file',
  (name, [plan, how]) => {
    const { full = false, ...style } = how ?? {};
    expect(renderPlan(plan, { ...PLAIN_STYLE, ...style }, { full })).toBe(golden(name));
  },
);

function golden(name: string): string {
  return readFileSync(join(__dirname, '__golden__', `${name}.txt`), 'utf8');
}
