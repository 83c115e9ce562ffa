import { HelixError } from '../../../errors';
import { sampleRecord } from '../../../testing/sample-records';
import { errorJson } from '../error-json';
import { snakeKeys } from '../snake-keys';
import { summaryJson } from '../summary-json';

const RECORD = sampleRecord('cluster.a', { outputs: { endpoint_url: 'https://a.example' } });

test('keys are in snake_case, but those of inputs and outputs are as they were', () => {
  const value = {
    planDigest: 'd',
    applied: [{ expiresAt: null, inputs: { env_vars: { myVar: 1 } } }],
    gone: undefined,
  };
  expect(snakeKeys(value)).toEqual({
    plan_digest: 'd',
    applied: [{ expires_at: null, inputs: { env_vars: { myVar: 1 } } }],
  });
});

test('the summary counts what was done and what was not, with outputs', () => {
  const results = [
    { address: 'cluster.a', action: 'create', result: 'done' },
    { address: 'cluster.b', action: 'replace', result: 'done' },
    { address: 'cluster.c', action: 'update', result: 'not-started' },
  ] as const;
  const summary = summaryJson({
    plan: { digest: 'helix1:d', cost: null },
    summary: { mode: 'apply', results },
    applied: [RECORD],
    interrupted: true,
  });
  expect(summary).toMatchObject({
    plan_digest: 'helix1:d',
    counts: { added: 2, changed: 0, destroyed: 1, not_done: 1 },
    outputs: { [RECORD.address]: RECORD.outputs },
    interrupted: true,
  });
});

test('an error is JSON with its kind and exit code; a bug too', () => {
  const problem = {
    severity: 'error',
    code: 'bad',
    message: 'm',
    place: { file: 'f', line: 1, column: 2 },
  } as const;
  const error = new HelixError('refused', 'stale', { hint: 'Plan again.', problems: [problem] });
  expect(errorJson(error)).toEqual({
    error: { kind: 'refused', message: 'stale', hint: 'Plan again.', problems: [problem], exit_code: 5 },
  });
  expect(errorJson(new TypeError('x'))).toMatchObject({ error: { kind: 'bug', exit_code: 70 } });
});
