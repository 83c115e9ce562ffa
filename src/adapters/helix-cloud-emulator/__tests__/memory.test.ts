import { appendFileSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ManualClock } from '../../../testing/manual-clock';
import { createEmulator } from '../emulator';
import {
  callerOf,
  countingRandom,
  createBody,
  deployBody,
  createRunning,
  readStatus,
  TIMINGS,
  passTimeDuring,
  withDirectory,
  world,
} from './harness';
import type { Call } from './harness';

function open(directory: string, clock: ManualClock) {
  const random = countingRandom();
  const emulator = createEmulator({ directory, apiKey: null, clock, random, timings: TIMINGS });
  return { emulator, call: callerOf(emulator.fetch) };
}

async function create(call: Call, id: string, changes: object = {}) {
  return call('POST', '/clusters/create', { key: `create-${id}`, body: createBody(id, changes) });
}

async function listIds(call: Call): Promise<readonly string[]> {
  const { json } = await call('GET', '/clusters?limit=1000');
  return (json['clusters'] as readonly { cluster_id: string }[]).map((cluster) => cluster.cluster_id);
}

const logOf = (directory: string) => join(directory, 'clusters.jsonl');

describe('memory', () => {
  it('30: a new process continues where the old one was killed, in the middle of a transition', async () => {
    await withDirectory(async (directory) => {
      const clock = new ManualClock();
      const old = open(directory, clock);
      const { json } = await create(old.call, 'a');
      await clock.advance(TIMINGS.provisionMs / 2);
      const { call } = open(directory, clock);
      expect(await readStatus(call, 'a')).toEqual(json);
      await clock.advance(TIMINGS.provisionMs / 2);
      expect((await readStatus(call, 'a')).state).toBe('running');
      expect((await create(call, 'a')).status).toBe(200);
    });
  });

  it('30: keeps everything: deployment, labels, logs, deletions', async () => {
    await withDirectory(async (directory) => {
      const all = world({ directory });
      await createRunning(all, 'a', { labels: { x: '1' } });
      await createRunning(all, 'b');
      const deploy = all.call('POST', '/clusters/a/deploy', { body: deployBody('d', { 'a.hx': '' }) });
      await passTimeDuring(all.clock, deploy);
      await all.call('DELETE', '/clusters/b');
      await all.clock.advance(TIMINGS.deleteMs);
      const { call } = open(directory, all.clock);
      expect(await readStatus(call, 'a')).toEqual(await readStatus(all.call, 'a'));
      expect((await call('GET', '/clusters/a/logs')).text).toBe(
        (await all.call('GET', '/clusters/a/logs')).text,
      );
      expect(await listIds(call)).toEqual(['a']);
    });
  });

  it('30: the line is there when the answer is', async () => {
    await withDirectory(async (directory) => {
      const { call } = open(directory, new ManualClock());
      await create(call, 'a');
      expect(readFileSync(logOf(directory), 'utf8')).toContain('"id":"a"');
    });
  });

  it('11: values of env_vars are written nowhere', async () => {
    await withDirectory(async (directory) => {
      const all = world({ directory });
      await createRunning(all, 'a', { env_vars: { KEY: 'hidden-1' } });
      await all.call('PATCH', '/clusters/a', { body: { env_vars: { KEY: 'hidden-2' } } });
      const text = readFileSync(logOf(directory), 'utf8');
      expect(text).toContain('KEY');
      expect(text).not.toContain('hidden');
      expect(statSync(logOf(directory)).mode & 0o777).toBe(0o600);
    });
  });

  it('31: a torn last line is ignored, and the next one begins after it', async () => {
    await withDirectory(async (directory) => {
      const clock = new ManualClock();
      await create(open(directory, clock).call, 'a');
      await create(open(directory, clock).call, 'b');
      const whole = readFileSync(logOf(directory));
      writeFileSync(logOf(directory), whole.subarray(0, whole.length - 20));
      const { call } = open(directory, clock);
      expect(await listIds(call)).toEqual(['a']);
      expect((await create(call, 'b')).status).toBe(201);
      expect(await listIds(open(directory, clock).call)).toEqual(['a', 'b']);
    });
  });

  it('31: a last line that lacks nothing but its end counts as soon as somebody ends it', async () => {
    await withDirectory(async (directory) => {
      const clock = new ManualClock();
      await create(open(directory, clock).call, 'a');
      const whole = readFileSync(logOf(directory));
      writeFileSync(logOf(directory), whole.subarray(0, whole.length - 1));
      const { call } = open(directory, clock);
      expect((await create(call, 'a')).status).toBe(200);
      expect(await listIds(open(directory, clock).call)).toEqual(['a']);
    });
  });

  it('31, 32: rubbish, and lines that were written for another byte, do not count', async () => {
    await withDirectory(async (directory) => {
      const clock = new ManualClock();
      await create(open(directory, clock).call, 'a');
      const line = readFileSync(logOf(directory), 'utf8').replaceAll('"a"', '"b"');
      appendFileSync(logOf(directory), `rubbish\n{"at":\nnull\n${line}`);
      const { call } = open(directory, clock);
      await create(call, 'c');
      expect(await listIds(open(directory, clock).call)).toEqual(['a', 'c']);
    });
  });

  it('32: two emulators on one directory see what the other does', async () => {
    await withDirectory(async (directory) => {
      const clock = new ManualClock();
      const [one, two] = [open(directory, clock), open(directory, clock)];
      await create(one.call, 'a');
      expect((await readStatus(two.call, 'a')).state).toBe('provisioning');
      expect((await two.call('POST', '/clusters/create', { body: createBody('a') })).status).toBe(409);
      await two.call('DELETE', '/clusters/a');
      expect((await readStatus(one.call, 'a')).state).toBe('deleting');
      await create(two.call, 'b');
      await create(one.call, 'c');
      expect(await listIds(one.call)).toEqual(await listIds(two.call));
    });
  });

  it('21, 33: a large log is compacted at start; others that have it open follow', async () => {
    await withDirectory(async (directory) => {
      const clock = new ManualClock();
      const first = open(directory, clock);
      await create(first.call, 'a', { labels: { big: 'x'.repeat(256) } });
      await create(first.call, 'b');
      await first.call('PATCH', '/clusters/a', { key: 'fresh', body: { labels: { y: '1' } } });
      const size = () => statSync(logOf(directory)).size;
      for (let index = 0; size() < 4.1 * 1024 * 1024; index += 1) {
        await first.call('PATCH', '/clusters/a', {
          key: `p${index}`,
          body: { labels: { x: String(index) } },
        });
      }
      await clock.advance(23 * 3600 * 1000);
      await first.call('PATCH', '/clusters/a', { key: 'young', body: { labels: { y: '2' } } });
      await clock.advance(2 * 3600 * 1000);
      const before = [
        await readStatus(first.call, 'a'),
        await readStatus(first.call, 'b'),
        await listIds(first.call),
      ];
      const second = open(directory, clock);
      expect(size()).toBeLessThan(1024 * 1024);
      expect(readdirSync(directory)).toEqual(['clusters.jsonl']);
      for (const { call } of [second, first, open(directory, clock)]) {
        expect([await readStatus(call, 'a'), await readStatus(call, 'b'), await listIds(call)]).toEqual(
          before,
        );
      }
      await create(first.call, 'c');
      await create(second.call, 'd');
      expect(await listIds(first.call)).toEqual(['a', 'b', 'c', 'd']);
      const patch = (key: string) => second.call('PATCH', '/clusters/a', { key, body: { size: 'large' } });
      expect([(await patch('young')).status, (await patch('fresh')).status]).toEqual([422, 200]);
    });
  });

  it('33: a large log that still counts is left as it is', async () => {
    await withDirectory(async (directory) => {
      const clock = new ManualClock();
      const { call } = open(directory, clock);
      const labels = Object.fromEntries(
        Array.from({ length: 64 }, (_, index) => [`l${index}`, 'x'.repeat(256)]),
      );
      for (let index = 0; index < 250; index += 1) await create(call, `c${index}`, { labels });
      const { size, ino } = statSync(logOf(directory));
      expect(size).toBeGreaterThan(4 * 1024 * 1024);
      expect(await listIds(open(directory, clock).call)).toHaveLength(250);
      expect(statSync(logOf(directory))).toMatchObject({ size, ino });
    });
  });

  it('33: a process that was killed before the new file took its place is made up for', async () => {
    await withDirectory(async (directory) => {
      const clock = new ManualClock();
      await create(open(directory, clock).call, 'a');
      const path = logOf(directory);
      const whole = readFileSync(path, 'utf8');
      writeFileSync(`${path}.next`, whole.replaceAll('"a"', '"n"'));
      const moved = JSON.stringify({ at: whole.length, movedTo: `${path}.next` });
      appendFileSync(path, `${moved}\n`);
      const { call } = open(directory, clock);
      expect(await listIds(call)).toEqual(['n']);
      expect(readdirSync(directory)).toEqual(['clusters.jsonl']);
    });
  });

  it('carries thousands of clusters, the last as fast as the first', async () => {
    await withDirectory(async (directory) => {
      const { call } = open(directory, new ManualClock());
      // CPU time, since the machine may be busy with something else.
      const measureCpu = async (from: number, to: number) => {
        const start = process.cpuUsage();
        for (let index = from; index < to; index += 1) await create(call, `c${index}`);
        const { user, system } = process.cpuUsage(start);
        return user + system;
      };
      await measureCpu(0, 300);
      const early = await measureCpu(300, 600);
      await measureCpu(600, 4000);
      expect(await measureCpu(4000, 4300)).toBeLessThan(4 * early);
    });
  });
});
