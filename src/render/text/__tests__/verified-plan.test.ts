import { textOf } from '../../lines';
import { PLAIN_STYLE } from '../../style';
import { verifiedLines } from '../plan-text';

describe('what the engines’ own tools would do', () => {
  it('is not shown where they were not asked', () => {
    expect(verifiedLines(null, PLAIN_STYLE)).toEqual([]);
  });

  it('stands below the plan, each thing with the resource that it is a part of', () => {
    const lines = verifiedLines(
      [
        { address: 'instance.api', part: 'aws_instance.api', action: 'replace' },
        { address: 'instance.api', part: 'aws_security_group.api', action: 'update' },
      ],
      PLAIN_STYLE,
    );
    expect(textOf(lines, PLAIN_STYLE)).toBe(
      [
        'Verified: Terraform would do just that.',
        '-/+ aws_instance.api                                              instance.api',
        '  ~ aws_security_group.api                                        instance.api',
        '',
      ].join('\n'),
    );
  });

  it('says so when there is nothing', () => {
    expect(textOf(verifiedLines([], PLAIN_STYLE), PLAIN_STYLE)).toBe(
      'Verified: Terraform has nothing to do.\n',
    );
  });
});
