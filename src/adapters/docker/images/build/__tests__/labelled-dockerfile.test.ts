import { labelledDockerfile } from '../labelled-dockerfile';

const LABELS = { 'helix-project': 'shop', 'helix-address': 'image.api' };
const LABEL = 'LABEL helix-project="shop" helix-address="image.api"';

function labelled(...lines: readonly string[]) {
  return labelledDockerfile(lines.join('\n'), LABELS);
}

describe('a Dockerfile with labels', () => {
  it('has them at the beginning of each stage', () => {
    expect(labelled('ARG V=1', 'FROM a:$V AS build', 'RUN x', 'from b', 'COPY --from=build /x /').text).toBe(
      ['ARG V=1', 'FROM a:$V AS build', LABEL, 'RUN x', 'from b', LABEL, 'COPY --from=build /x /'].join('\n'),
    );
  });

  it('has them after an instruction that several lines hold', () => {
    expect(labelled('FROM \\', '# which one', '  a \\', 'AS build', 'RUN x').text).toBe(
      ['FROM \\', '# which one', '  a \\', 'AS build', LABEL, 'RUN x'].join('\n'),
    );
  });

  it('continues lines with the sign that a directive names', () => {
    expect(labelled('# escape=`', 'FROM a', 'WORKDIR C:\\', 'RUN FROM `', 'FROM').text).toBe(
      ['# escape=`', 'FROM a', LABEL, 'WORKDIR C:\\', 'RUN FROM `', 'FROM'].join('\n'),
    );
  });

  it('knows the line of the original', () => {
    const { originalLine } = labelled('FROM a', 'RUN x', 'FROM b', 'RUN y');
    expect([1, 2, 3, 4, 5, 6].map(originalLine)).toEqual([1, 1, 2, 3, 3, 4]);
  });

  it.each([
    [null, 3],
    ['build', 1],
    ['Test', 2],
    ['2', 3],
  ])('counts the stages up to %j as %d', (target, count) => {
    const { stagesUpTo } = labelled('FROM a AS build', 'FROM build \\', 'AS test', 'FROM c');
    expect(stagesUpTo(target)).toBe(count);
  });
});

it('a label’s value is taken as it is', () => {
  expect(labelledDockerfile('FROM a', { p: 'a"$b' }).text).toBe('FROM a\nLABEL p="a\\"\\$b"');
});
