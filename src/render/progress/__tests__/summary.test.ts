import type { ApplyResult, ApplySummary } from '../../../ports/reporter';
import { PLAIN_STYLE } from '../../style';
import { renderSummary } from '../summary';

const CREATED: ApplyResult = { address: 'cluster.a', action: 'create', result: 'done' };

test('a complete apply is the sentence that other tools read, and no list: progress told each result', () => {
  const text = rendered('apply', [
    CREATED,
    { address: 'cluster.b', action: 'update', result: 'done' },
    { address: 'instance.api', action: 'replace', result: 'done' },
    { address: 'instance.old', action: 'delete', result: 'done' },
    { address: 'cluster.z', action: 'import', result: 'done' },
  ]);
  expect(text).toBe('Apply complete! Resources: 2 added, 2 changed, 2 destroyed.\n');
});

test('after a complete destroy, of everything or of what expired, so too', () => {
  const results: ApplyResult[] = [{ address: 'cluster.a', action: 'delete', result: 'done' }];
  expect(rendered('destroy', results)).toBe('Destroy complete! Resources: 1 destroyed.\n');
  expect(rendered('expired', [])).toBe('Destroy complete! Resources: 0 destroyed.\n');
});

test('the sentence is never colored', () => {
  const text = renderSummary({ mode: 'apply', results: [CREATED] }, { ...PLAIN_STYLE, color: true });
  expect(text).toBe('Apply complete! Resources: 1 added, 0 changed, 0 destroyed.\n');
});

test('after a failure all that was not done is listed, what was done is counted, and the command that continues is named', () => {
  const text = rendered('apply', [
    {
      address: 'cluster.b',
      action: 'update',
      result: 'failed',
      error: { kind: 'failed', message: 'no capacity\nasked for 2 of them', hint: 'Try another region.' },
      source: { file: 'helix.toml', line: 9, column: 1 },
    },
    CREATED,
    { address: 'instance.c', action: 'create', result: 'skipped', because: 'cluster.b' },
    { address: 'instance.d', action: 'create', result: 'not-started' },
    { address: 'cluster.e', action: 'delete', result: 'unknown' },
    { address: 'cluster.f', action: 'delete', result: 'cancelled' },
  ]);
  expect(text.split('\n')).toEqual([
    'cluster.b   failed at helix.toml:9: no capacity',
    '            asked for 2 of them',
    '            Try another region.',
    'instance.c  skipped, since cluster.b failed',
    'instance.d  not started',
    'cluster.e   unknown: begun, and its end could not be found out',
    'cluster.f   cancelled',
    '',
    'Apply incomplete: 1 failed, 1 cancelled, 1 unknown, 1 skipped, 1 not started; 1 added, 0 changed, 0 destroyed.',
    'Nothing is rolled back. `helix apply` continues from here.',
    '',
  ]);
});

test('a destroy that is not complete says which command continues', () => {
  const text = rendered('expired', [{ address: 'cluster.a', action: 'delete', result: 'not-started' }]);
  expect(text).toContain('Destroy incomplete: 1 not started; 0 destroyed.\n');
  expect(text).toContain('`helix destroy --expired` continues from here.');
});

function rendered(mode: ApplySummary['mode'], results: readonly ApplyResult[]): string {
  return renderSummary({ mode, results }, PLAIN_STYLE);
}
