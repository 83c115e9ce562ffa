import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SystemClock } from '../../../host/clock';
import { fetchFrom } from '../../../http/node-fetch';
import { waitUntilHealthy } from '../health-wait';
import type { Health } from '../health-wait';

const QUICK = { address: '127.0.0.1', endpoint: '/healthz', intervalSeconds: 0.02 };

let server: Server | undefined;
let asked: (string | undefined)[] = [];
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
  server = undefined;
  asked = [];
});

/** Listens on loopback and answers these one after another, then repeats the last; 0: it does not answer. */
async function serve(statuses: readonly number[], port = 0): Promise<number> {
  server = createServer((request, response) => {
    asked.push(request.url);
    const status = statuses[Math.min(asked.length, statuses.length) - 1] ?? 200;
    if (status !== 0) response.writeHead(status, status === 302 ? { location: '/' } : {}).end('body');
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

function wait(
  port: number,
  {
    timeoutSeconds = 600,
    startSeconds = 0.4,
    signal = new AbortController().signal,
    onPhase = (): void => undefined,
  } = {},
) {
  const phases: string[] = [];
  const health: Promise<Health> = waitUntilHealthy(
    'instance.api',
    { ...QUICK, port, timeoutSeconds, unhealthyThreshold: 2 },
    {
      clock: new SystemClock(),
      fetch: fetchFrom({}),
      signal,
      onEvent: ({ phase }) => {
        phases.push(phase);
        onPhase();
      },
    },
    startSeconds,
  );
  return { health, phases };
}

describe('the wait for health', () => {
  it('ends with the first good answer of the endpoint', async () => {
    const { health, phases } = wait(await serve([204]));
    expect([await health, asked, phases]).toEqual([{ healthy: true }, ['/healthz'], ['healthy']]);
  });

  it('continues while a machine does not listen yet', async () => {
    const port = await serve([200]);
    const closed = once(server!, 'close');
    server!.close();
    await closed;
    let silences = 0;
    const onPhase = (): void => {
      if ((silences += 1) === 3) void serve([200], port);
    };
    const { health, phases } = wait(port, { startSeconds: 600, onPhase });
    expect(await health).toEqual({ healthy: true });
    expect(new Set(phases)).toEqual(new Set([`waiting for http://127.0.0.1:${port}/healthz`, 'healthy']));
  });

  it('forgives fewer bad answers in a row than the threshold', async () => {
    const port = await serve([503, 200]);
    const { health, phases } = wait(port);
    expect(await health).toEqual({ healthy: true });
    expect(phases).toEqual([`unhealthy: http://127.0.0.1:${port}/healthz answered 503 (1 of 2)`, 'healthy']);
  });

  it.each([503, 404, 302])('fails after as many answers of %d as the threshold says', async (status) => {
    const port = await serve([status]);
    const reason = `http://127.0.0.1:${port}/healthz answered ${status}, 2 times in a row`;
    expect(await wait(port).health).toEqual({ healthy: false, kind: 'failed', reason });
    expect(asked).toHaveLength(2);
  });

  it('ends when nothing ever answers', async () => {
    const port = await serve([0]);
    const health = await wait(port, { timeoutSeconds: 0.1 }).health;
    expect(health).toMatchObject({ healthy: false, kind: 'timeout' });
    expect('reason' in health && health.reason).toContain(
      'did not answer within 0.44 s (no answer in 0.1 s)',
    );
  });

  it('says why there was no answer', async () => {
    const port = await serve([200]);
    server!.close();
    const health = await wait(port).health;
    expect('reason' in health && health.reason).toContain('ECONNREFUSED');
  });

  it('ends at once when it is cancelled, also while an answer is awaited', async () => {
    const stop = new AbortController();
    const { health } = wait(await serve([0]), { signal: stop.signal });
    setTimeout(() => stop.abort(), 30);
    expect(await health).toMatchObject({ healthy: false, kind: 'cancelled' });
  });
});
