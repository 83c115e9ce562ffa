import type { ApplyResult } from '../../ports/reporter';
import { failureOf } from '../failure';
import { runEndOf } from '../run-end';

const AT = '2026-11-18T09:40:00.000Z';
const done: ApplyResult = { address: 'cluster.a', action: 'create', result: 'done' };
const skipped: ApplyResult = {
  address: 'cluster.b',
  action: 'create',
  result: 'skipped',
  because: 'cluster.a',
};

describe('the end of a run in the history', () => {
  it('counts what was done, by action', () => {
    const results: ApplyResult[] = [done, { ...done, address: 'cluster.c' }, { ...done, action: 'delete' }];
    expect(runEndOf(results, false, AT)).toEqual({
      at: AT,
      result: 'done',
      done: { create: 2, delete: 1 },
      notDone: 0,
    });
  });

  it('is a failure when anything was not done', () => {
    expect(runEndOf([done, skipped], false, AT)).toMatchObject({ result: 'failed', notDone: 1 });
  });

  it('is a cancellation when the run was interrupted', () => {
    expect(runEndOf([done], true, AT)).toMatchObject({ result: 'cancelled' });
  });
});

describe('the failure of a run of one operation', () => {
  const failed = (kind: NonNullable<ApplyResult['error']>['kind']): ApplyResult => ({
    address: 'cluster.a',
    action: 'update',
    result: 'failed',
    error: { kind, message: 'no', hint: 'try' },
  });

  it('is null where all was done', () => {
    expect(failureOf([done])).toBeNull();
  });

  it.each([
    ['auth', 'auth'],
    ['deviation', 'refused'],
    ['timeout', 'failed'],
  ] as const)('of the kind %s is an error of the kind %s', (kind, expected) => {
    expect(failureOf([failed(kind)])).toMatchObject({
      kind: expected,
      message: 'cluster.a: no',
      hint: 'try',
    });
  });

  it('says so where the outcome is not known', () => {
    const unknown: ApplyResult = { address: 'cluster.a', action: 'update', result: 'unknown' };
    expect(failureOf([unknown])?.message).toBe('cluster.a: its fate is not known; run the command again');
  });
});
