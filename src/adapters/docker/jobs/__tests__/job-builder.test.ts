import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HelixError } from '../../../../errors';
import { ManualClock } from '../../../../testing/manual-clock';
import type { Builder, BuildRequest, BuiltImage } from '../../images/build/builder';
import { imageLabels } from '../../labels';
import { readBuilds } from '../build-files';
import { JobBuilder, jobsOf } from '../job-builder';

const OWNER = { lineage: 'l', workspace: 'default', address: 'image.api' } as const;
const BUILT: BuiltImage = {
  imageId: 'sha256:1',
  digest: 'sha256:2',
  pushed: true,
  steps: { of: 4, cached: 3 },
};

let root: string;
let clock: ManualClock;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'helix-jobs-'));
  clock = new ManualClock('2026-11-20T12:00:00.000Z');
});
afterEach(() => rm(root, { recursive: true }));

function request(context = 'a'.repeat(64)): BuildRequest {
  return {
    archive: () => (async function* () {})(),
    dockerfile: 'Dockerfile',
    dockerfileText: '',
    target: null,
    buildArgs: {},
    secrets: [],
    platforms: ['linux/arm64'],
    labels: imageLabels('shop', OWNER, context),
    tags: ['shop:1'],
    push: true,
    insecure: false,
    noCache: false,
    pull: false,
    logins: new Map(),
    epoch: 0,
    progress: () => undefined,
    warn: () => undefined,
    log: () => undefined,
    signal: new AbortController().signal,
  };
}

/** A builder that is a job, of one that runs `action`. */
function jobOf(action: Builder['build'], limits = { timeoutSeconds: 60, parallel: 2 }): Builder {
  return new JobBuilder({ pushes: true, build: action }, jobsOf(limits, { root, clock }));
}

test('a build leaves its log and a line in the list of builds', async () => {
  const job = jobOf(({ log }) => {
    log('[1/4] COPY . /');
    return Promise.resolve(BUILT);
  });
  await job.build(request());
  expect(await readFile(join(root, '.helix/builds/image.api/aaaaaaaaaaaa.log'), 'utf8')).toBe(
    '[1/4] COPY . /\n',
  );
  expect(await readBuilds(root)).toEqual([
    {
      address: 'image.api',
      context: 'aaaaaaaaaaaa',
      platforms: ['linux/arm64'],
      started_at: '2026-11-20T12:00:00.000Z',
      seconds: 0,
      outcome: 'built',
      digest: 'sha256:2',
      steps: 4,
      cached_steps: 3,
    },
  ]);
});

test('a build that fails is in the list, and its log ends with the error', async () => {
  const error = new HelixError('failed', 'The step `RUN make` failed.\nIts last lines:');
  await expect(jobOf(() => Promise.reject(error)).build(request())).rejects.toBe(error);
  expect(await readBuilds(root)).toMatchObject([{ outcome: 'failed', digest: null }]);
  expect(await readFile(join(root, '.helix/builds/image.api/aaaaaaaaaaaa.log'), 'utf8')).toBe(
    'The step `RUN make` failed.\nIts last lines:\n',
  );
});

test('the ten newest builds of an image are kept', async () => {
  const job = jobOf(() => Promise.resolve(BUILT));
  for (let n = 0; n < 12; n += 1) {
    await job.build(request(n.toString(16).repeat(64)));
    await clock.advance(1000);
  }
  const kept = (await readBuilds(root)).map(({ context }) => context[0]);
  expect(kept.join('')).toBe('ba98765432');
  expect(await readdir(join(root, '.helix/builds/image.api'))).toHaveLength(20);
});

test('as many builds as allowed run at the same time, and no more', async () => {
  let running = 0;
  let most = 0;
  let open: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => (open = resolve));
  const job = jobOf(async () => {
    running += 1;
    most = Math.max(most, running);
    if (running === 2) open();
    await gate;
    running -= 1;
    return BUILT;
  });
  await Promise.all(['a', 'b', 'c', 'd'].map((letter) => job.build(request(letter.repeat(64)))));
  expect(most).toBe(2);
});

test('a build that takes too long is ended, and says so', async () => {
  const job = jobOf(
    ({ signal }) =>
      new Promise((_, reject) => {
        signal.addEventListener('abort', () =>
          reject(new HelixError('cancelled', 'Interrupted while building.')),
        );
      }),
    { timeoutSeconds: 0.01, parallel: 1 },
  );
  await expect(job.build(request())).rejects.toThrow('The image was not built within 0.01s.');
});
