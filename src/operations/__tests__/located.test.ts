import { HelixError } from '../../errors';
import type { Plan } from '../../plan/plan';
import type { ApplyResult } from '../../ports/reporter';
import { locatedError, locatedResults } from '../located';

const source = { file: 'Blueprint.toml', line: 14, column: 1 };
const plan = { changes: [{ address: 'instance.api', source }] } as unknown as Plan;

describe('an error of an engine before anything begins', () => {
  it('is shown with the place of the resources that it is about', () => {
    const error = new HelixError('config', 'no such subnet', { hint: 'h', about: ['instance.api'] });
    expect(locatedError(error, plan)).toMatchObject({
      kind: 'config',
      message: 'no such subnet',
      hint: 'h',
      problems: [{ severity: 'error', message: 'instance.api cannot be planned.', place: source }],
    });
  });

  it('is left alone when it is about no resource, or not an error of Helix', () => {
    const error = new HelixError('refused', 'the plan would come out otherwise');
    expect(locatedError(error, plan)).toBe(error);
    const bug = new Error('bug');
    expect(locatedError(bug, plan)).toBe(bug);
  });
});

describe('a failed result', () => {
  it('has the place where its resource is declared; one that succeeded has none', () => {
    const failed: ApplyResult = {
      address: 'instance.api',
      action: 'create',
      result: 'failed',
      error: { kind: 'failed', message: 'no quota' },
    };
    const done: ApplyResult = { address: 'instance.api', action: 'create', result: 'done' };
    expect(locatedResults([failed, done], plan)).toEqual([{ ...failed, source }, done]);
  });
});
