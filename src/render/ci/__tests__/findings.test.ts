import { FIRST_CREATE, REFUSED } from '../../__tests__/named-plans';
import { NO_CHANGES } from '../../__tests__/named-plans';
import { SAMPLE } from '../../__tests__/plans';
import { renderAnnotations } from '../annotations';
import { codeQuality } from '../code-quality';
import { findingsOf } from '../findings';
import { renderStepOutputs } from '../outputs';
import { terraformReport } from '../terraform-report';

const WARNING = {
  severity: 'warning',
  code: 'unknown-key',
  message: '`colour` is not a key.',
  place: { file: 'helix.toml', line: 4, column: 1 },
} as const;

describe('the findings of a plan', () => {
  it('stand at their lines in the checkout, where the project is in a directory of it', () => {
    const findings = findingsOf(REFUSED, [WARNING], 'infra/shop');
    expect(renderAnnotations(findings).split('\n')).toEqual([
      expect.stringMatching(
        /^::error file=infra\/shop\/Blueprint.toml,line=17,col=1,title=Helix%3A protect::instance/,
      ),
      '::warning file=infra/shop/helix.toml,line=4,col=1,title=Helix%3A unknown-key::`colour` is not a key.',
      '',
    ]);
    expect(codeQuality(findings, 'infra/shop')).toMatchObject([
      {
        severity: 'critical',
        check_name: 'helix/protect',
        location: { path: 'infra/shop/Blueprint.toml', lines: { begin: 17, end: 17 } },
      },
      {
        severity: 'minor',
        check_name: 'helix/unknown-key',
        location: { path: 'infra/shop/helix.toml', lines: { begin: 4, end: 4 } },
      },
    ]);
  });

  it('leave notes out', () => {
    expect(findingsOf(null, [{ ...WARNING, severity: 'note' }], '')).toEqual([]);
  });
});

describe('a report of code quality', () => {
  const quality = (line: number) =>
    codeQuality(findingsOf(null, [{ ...WARNING, place: { ...WARNING.place, line } }, WARNING], ''), '') as {
      fingerprint: string;
    }[];

  it('has a fingerprint for each finding, which stays when its line moves', () => {
    const [first, second] = quality(4);
    expect(first!.fingerprint).not.toBe(second!.fingerprint);
    expect(quality(9)[0]!.fingerprint).toBe(first!.fingerprint);
  });

  it('puts a finding without a place at the first line of the project', () => {
    const { place: _, ...nowhere } = WARNING;
    expect(codeQuality(findingsOf(null, [nowhere], 'shop'), 'shop')).toMatchObject([
      { location: { path: 'shop/helix.toml', lines: { begin: 1 } } },
    ]);
  });
});

test('the counts of a plan are those of its widget in GitLab', () => {
  expect(terraformReport(SAMPLE)).toEqual({ create: 2, update: 1, delete: 2 });
});

describe('the outputs of a step', () => {
  const outputs = (...plans: Parameters<typeof renderStepOutputs>[0]) =>
    Object.fromEntries(
      renderStepOutputs(plans)
        .trim()
        .split('\n')
        .map((line) => line.split('=')),
    ) as Record<string, string>;

  it('are sums where a step plans several directories, without a digest', () => {
    expect(outputs(SAMPLE, NO_CHANGES)).toEqual({
      changes: '5',
      monthly_cost: '490.93',
      monthly_difference: '185.34',
      refused: 'false',
    });
    expect(outputs(SAMPLE)['digest']).toBe('helix1:3f9ac2...');
  });

  it('have no cost where a part of it is not known', () => {
    expect(outputs(SAMPLE, FIRST_CREATE)).toMatchObject({ monthly_cost: '', monthly_difference: '' });
  });
});
