import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { SystemClock } from '../../../src/adapters/host/clock';
import { SystemRandom } from '../../../src/adapters/host/random';
import { FlyApi } from '../../../src/adapters/fly/api/fly-api';
import { OPERATIONS } from '../../../src/testing/fly/document';
import { foundProgram } from '../backends/found-program';
import { HOW } from './reader';

const DOCUMENT = join(__dirname, '../../../schemas/fly-machines.openapi.json');
const CONFIG = {
  image: `registry.fly.io/shop@sha256:${'0'.repeat(64)}`,
  guest: { cpu_kind: 'shared' as const, cpus: 4, memory_mb: 1024 },
  env: { MODE: 'fast' },
  metadata: { 'helix-op': 'op-1' },
};

/** Starts the mock that Prism makes of the document, and returns its address. */
async function startPrism(): Promise<{ url: string; stop: () => Promise<void> }> {
  // An error of the mock is an answer of its own, which no document has.
  const words = ['mock', DOCUMENT, '--port', '0', '--errors'];
  const child = spawn(foundProgram('prism', HOW), words, { stdio: ['ignore', 'pipe', 'inherit'] });
  for await (const line of createInterface(child.stdout)) {
    const url = /Prism is listening on (http:\S+)/.exec(line)?.[1];
    if (url === undefined) continue;
    child.stdout.resume();
    const stop = async () => {
      child.kill('SIGTERM');
      if (child.exitCode === null && child.signalCode === null) await once(child, 'close');
    };
    return { url, stop };
  }
  throw new Error('Prism ended before it listened');
}

test('a mock that Prism makes of the API document accepts each call of the client of Fly, and has its answers', async () => {
  const prism = await startPrism();
  const asked: string[] = [];
  const api = new FlyApi({
    endpoint: prism.url,
    token: 'FlyV1 fm2_token',
    fetch: (request) => {
      asked.push(`${request.method} ${new URL(request.url).pathname}`);
      return fetch(request);
    },
    clock: new SystemClock(),
    random: new SystemRandom(),
    onLog: () => undefined,
  });
  const held = { app: 'shop', machine: 'm1', nonce: 'n1' };
  const { machines, volumes } = api;
  try {
    expect(await api.listApps('personal')).toEqual([]);
    expect(await api.findApp('shop')).toMatchObject({ organization: { slug: 'personal' } });
    await api.createApp('shop', 'personal');
    expect(await api.listAddresses('shop')).toEqual([]);
    await api.giveAddress('shop', 'shared_v4');
    await api.releaseAddress('shop', '2a09::1');
    expect(await api.setSecrets('shop', { KEY: 'value', OLD: null })).toBe(1);
    expect(await volumes.list('shop')).toEqual([]);
    const volume = { name: 'data', region: 'iad', size_gb: 20, encrypted: true, compute: CONFIG.guest };
    expect(await volumes.create('shop', volume)).toMatchObject({ id: 'vol_1' });
    expect(await volumes.extend('shop', 'vol_1', 30)).toBe(false);
    await volumes.delete('shop', 'vol_1');
    expect(await machines.list('shop')).toEqual([]);
    const body = { name: 'web', region: 'iad', config: CONFIG, min_secrets_version: 1 };
    expect(await machines.create('shop', body)).toMatchObject({ id: 'm1' });
    expect(await machines.find('shop', 'm1')).toMatchObject({ state: 'started' });
    expect(await machines.update(held, { config: CONFIG, current_version: '01A' })).toMatchObject({
      id: 'm1',
    });
    await machines.start(held);
    await machines.stop(held);
    await machines.restart(held);
    expect(await machines.waitFor('shop', 'm1', { state: 'started', seconds: 60 })).toBe(true);
    await machines.setMark(held, 'helix-expires-at', '2026-12-24T00:00:00Z');
    expect(await machines.takeLease('shop', 'm1', 60)).toBe('n1');
    await machines.releaseLease(held);
    await machines.destroy(held);
    await api.readLogs('shop', 't1');
    await api.deleteApp('shop');
  } finally {
    await prism.stop();
  }
  const isAsked = ({ method, route }: (typeof OPERATIONS)[number]) => {
    const pattern = new RegExp(`^${method} ${route.replaceAll(/:\w+/g, '[^/]+')}$`);
    return asked.some((one) => pattern.test(one));
  };
  const unasked = OPERATIONS.filter((operation) => !isAsked(operation)).map(({ name }) => name);
  // Only tests list secrets, to see that their values never come back.
  expect(unasked).toEqual(['listSecrets']);
});
