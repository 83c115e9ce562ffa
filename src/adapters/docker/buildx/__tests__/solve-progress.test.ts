import { SolveProgress } from '../solve-progress';

const at = '2026-11-30T12:00:00Z';
const base64 = (text: string): string => Buffer.from(text).toString('base64');

/** Gives lines to a progress, and returns what each of them says. */
function taken(progress: SolveProgress, updates: readonly object[]) {
  return updates.map((update) => progress.take(JSON.stringify(update)));
}

test('a step that begins is counted among the known steps of its platform', () => {
  const progress = new SolveProgress();
  const [, first, second] = taken(progress, [
    {
      vertexes: [
        { digest: 'a1', name: '[linux/amd64 1/2] COPY a /a' },
        { digest: 'a2', name: '[linux/amd64 2/2] RUN make' },
        { digest: 'b1', name: '[linux/arm64 1/2] COPY a /a' },
        { digest: 'b2', name: '[linux/amd64->arm64 build 2/2] RUN make' },
      ],
    },
    { vertexes: [{ digest: 'b1', name: '[linux/arm64 1/2] COPY a /a', started: at }] },
    { vertexes: [{ digest: 'a2', name: '[linux/amd64 2/2] RUN make', started: at }] },
  ]);
  expect(first).toEqual({
    lines: ['[linux/arm64 1/2] COPY a /a'],
    progress: { step: 1, of: 1, platform: 'linux/arm64' },
  });
  expect(second?.progress).toEqual({ step: 1, of: 3, platform: 'linux/amd64' });
});

test('an image of one platform has steps without its name', () => {
  const [found] = taken(new SolveProgress(), [
    { vertexes: [{ digest: 'a', name: '[build 1/3] COPY a /a', started: at }] },
  ]);
  expect(found?.progress).toEqual({ step: 1, of: 1 });
});

test('work beside the Dockerfile is a line of the log, and not a step', () => {
  const [found] = taken(new SolveProgress(), [
    { vertexes: [{ digest: 'a', name: '[internal] load build context', started: at }] },
  ]);
  expect(found).toEqual({ lines: ['[internal] load build context'], progress: null });
});

test('the output of a step comes in whole lines, however it is cut', () => {
  const progress = new SolveProgress();
  const [, first, second] = taken(progress, [
    { vertexes: [{ digest: 'a', name: '[1/1] RUN make', started: at }] },
    { logs: [{ vertex: 'a', stream: 1, data: base64('one\ntw') }] },
    { logs: [{ vertex: 'a', stream: 1, data: base64('o\r\nthree') }] },
  ]);
  expect([first?.lines, second?.lines]).toEqual([['one'], ['two']]);
});

test('the failure is the step that failed, with its last 20 lines', () => {
  const progress = new SolveProgress();
  const lines = Array.from({ length: 30 }, (_, index) => `line ${index + 1}`);
  taken(progress, [
    {
      vertexes: [
        { digest: 'a', name: '[1/2] RUN sleep', started: at },
        { digest: 'b', name: '[2/2] RUN make', started: at },
      ],
    },
    { logs: [{ vertex: 'b', stream: 2, data: base64(`${lines.join('\n')}\n`) }] },
    {
      vertexes: [
        { digest: 'a', name: '[1/2] RUN sleep', completed: at, error: 'context canceled' },
        { digest: 'b', name: '[2/2] RUN make', completed: at, error: 'exit code: 2' },
      ],
    },
  ]);
  progress.take('ERROR: failed to build: failed to solve: exit code: 2');
  expect(progress.failure).toEqual({ name: '[2/2] RUN make', why: 'exit code: 2', lines: lines.slice(10) });
  expect(progress.lastWord).toBe('failed to solve: exit code: 2');
});

test('a cache that fails is an error of the cache, and not of the build', () => {
  const progress = new SolveProgress();
  taken(progress, [
    {
      vertexes: [
        {
          digest: 'c',
          name: 'exporting cache to registry',
          started: at,
          completed: at,
          error: '403 Forbidden',
        },
      ],
    },
  ]);
  expect(progress.cacheErrors).toEqual(['exporting cache to registry: 403 Forbidden']);
  expect(progress.failure).toBeNull();
});

test('steps that a cache had are counted', () => {
  const progress = new SolveProgress();
  taken(progress, [
    {
      vertexes: [
        { digest: 'a', name: '[1/2] COPY a /a', started: at, completed: at, cached: true },
        { digest: 'b', name: '[2/2] RUN make', started: at, completed: at },
        { digest: 'c', name: '[internal] load metadata', started: at, completed: at, cached: true },
      ],
    },
  ]);
  expect(progress.steps).toEqual({ of: 2, cached: 1 });
});
