import { contextWarnings } from '../context-warnings';
import type { ContextNote } from '../context-warnings';

const DOCKERFILE = 'FROM debian\nCOPY . /app\nENTRYPOINT ["/app/start.sh", "-v"]\n';
const warningsOf = (notes: readonly ContextNote[], dockerfileText = DOCKERFILE): readonly string[] =>
  contextWarnings({ dockerfile: 'docker/Dockerfile', dockerfileText, bytes: 1_234_000_000, notes }).map(
    ({ message, hint = '', place }) => `${place?.line ?? '-'} ${message}. ${hint}`,
  );
const script = (path: string, facts: { crlf?: boolean; executable?: boolean } = {}): ContextNote => ({
  type: 'script',
  path,
  crlf: false,
  executable: true,
  ...facts,
});

describe('contextWarnings', () => {
  it('do not exist for scripts as they should be', () => {
    expect(warningsOf([script('start.sh'), script('tools/x.sh', { executable: false })])).toEqual([]);
  });

  it('name scripts with Windows line ends, and the line for git', () => {
    const crlf = ['a.sh', 'b.sh', 'c.sh', 'd.sh'].map((path) => script(path, { crlf: true }));
    expect(warningsOf(crlf)).toEqual([
      '- a.sh, b.sh, c.sh and 1 more begins with `#!` and has Windows line ends, so that Linux does not find its interpreter. ' +
        'Add the line `a.sh text eol=lf` to .gitattributes, then run `git add --renormalize .`.',
    ]);
  });

  it('name an entry point that is not executable, unless a step makes it executable', () => {
    const notes = [script('docker/start.sh', { executable: false })];
    expect(warningsOf(notes)).toEqual([
      expect.stringContaining('3 docker/start.sh is the entry point and is not executable'),
    ]);
    expect(warningsOf(notes, DOCKERFILE.replace('COPY .', 'COPY --chmod=755 .'))).toEqual([]);
    expect(warningsOf(notes, DOCKERFILE.replace('ENTRY', 'RUN chmod +x /app/start.sh\nENTRY'))).toEqual([]);
    expect(warningsOf(notes, DOCKERFILE.replace('["/app/start.sh", "-v"]', '/app/start.sh -v'))).toHaveLength(
      1,
    );
  });

  it.each([
    ['RUN git describe --tags > /version', 1],
    ['RUN git -C /app rev-parse HEAD', 1],
    ['COPY .git /src/.git', 1],
    ['RUN apt-get install git', 0],
    ['COPY .gitignore .github /src/', 0],
    ['RUN git clone https://example.org/x', 0],
  ])('of git for the step %s: %i, where its history is left out', (step, count) => {
    const notes: ContextNote[] = [{ type: 'git-left-out', path: '.git' }];
    expect(warningsOf(notes, `FROM debian\n${step}\n`)).toHaveLength(count);
    expect(warningsOf([], `FROM debian\n${step}\n`)).toEqual([]);
  });

  it('name links out of the context, what no archive holds, and the largest file', () => {
    expect(
      warningsOf([
        { type: 'outside-link', path: 'shared', target: '../shared' },
        { type: 'left-out', path: 'run/app.sock' },
        { type: 'large', path: 'dump.sql', bytes: 1_200_000_000 },
      ]).map((text) => text.split('. ', 1)[0]),
    ).toEqual([
      '- shared -> ../shared leads out of the build context: the image gets the link, not the file',
      '- run/app.sock is neither a file nor a link, and is left out of the build context',
      '- the build context has 1234 MB; dump.sql alone has 1200 MB',
    ]);
  });
});
