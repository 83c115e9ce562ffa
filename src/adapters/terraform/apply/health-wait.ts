import type { Clock } from '../../../ports/clock';
import type { EngineEvent } from '../../../ports/engine';
import type { Address } from '../../../values/resource';

/** Where a machine is asked for its health, and how patiently. */
export interface HealthCheck {
  /** An IP address or a host name. */
  readonly address: string;
  /** `/healthz` */
  readonly endpoint: string;
  readonly port: number;
  /** Between two probes, once it answers. */
  readonly intervalSeconds: number;
  /** How long one answer may take. */
  readonly timeoutSeconds: number;
  /** So many unhealthy answers in a row, and it has failed. */
  readonly unhealthyThreshold: number;
}

/** What the wait reaches the world by. */
export interface HealthWorld {
  readonly clock: Pick<Clock, 'monotonicMs' | 'sleep'>;
  readonly fetch: (
    url: string,
    options: { readonly signal: AbortSignal; readonly redirect: 'manual' },
  ) => Promise<Pick<Response, 'ok' | 'status' | 'body'>>;
  readonly onEvent: (event: EngineEvent) => void;
  readonly signal: AbortSignal;
}

/** How a wait for health ended. */
export type Health =
  | { readonly healthy: true }
  | { readonly healthy: false; readonly kind: 'failed' | 'timeout' | 'cancelled'; readonly reason: string };

/** How long a new machine may take to boot, install a container runtime and pull the image before silence counts. */
const START_SECONDS = 300;
/** While nothing answers, a refused connection costs nothing: no need to wait a whole interval. */
const SILENT_POLL_SECONDS = 5;

type Answer = 'healthy' | { readonly status: number } | { readonly silence: string };

/**
 * Waits until `http://ADDRESS:PORT/ENDPOINT` answers 2xx. It fails after `unhealthyThreshold` other answers in a row,
 * or when nothing has answered for the time that a machine takes to start and as many intervals; so it always ends.
 */
export async function waitUntilHealthy(
  of: Address,
  check: HealthCheck,
  world: HealthWorld,
  startSeconds = START_SECONDS,
): Promise<Health> {
  const { clock, signal } = world;
  const url = urlOf(check);
  const patienceSeconds = startSeconds + check.unhealthyThreshold * check.intervalSeconds;
  let unhealthy = 0;
  let lastHeardAt = clock.monotonicMs();
  while (!signal.aborted) {
    const answer = await probe(url, check, world);
    if (answer === 'healthy') return { healthy: true };
    if ('status' in answer) {
      unhealthy += 1;
      lastHeardAt = clock.monotonicMs();
      const last = `${url} answered ${answer.status}`;
      if (unhealthy >= check.unhealthyThreshold) {
        return { healthy: false, kind: 'failed', reason: `${last}, ${unhealthy} times in a row` };
      }
      world.onEvent({
        address: of,
        phase: `unhealthy: ${last} (${unhealthy} of ${check.unhealthyThreshold})`,
      });
    } else {
      unhealthy = 0;
      const silentMs = clock.monotonicMs() - lastHeardAt;
      if (silentMs >= patienceSeconds * 1000) {
        const reason = `${url} did not answer within ${patienceSeconds} s (${answer.silence})`;
        return { healthy: false, kind: 'timeout', reason };
      }
      world.onEvent({ address: of, phase: `waiting for ${url}` });
    }
    await clock.sleep(pauseMs(answer, check), signal).catch(() => undefined);
  }
  return { healthy: false, kind: 'cancelled', reason: `cancelled while waiting for ${url}` };
}

async function probe(url: string, check: HealthCheck, { fetch, signal }: HealthWorld): Promise<Answer> {
  const limit = AbortSignal.timeout(Math.ceil(check.timeoutSeconds * 1000));
  try {
    const response = await fetch(url, { signal: AbortSignal.any([limit, signal]), redirect: 'manual' });
    await response.body?.cancel();
    return response.ok ? 'healthy' : { status: response.status };
  } catch (error) {
    if (limit.aborted) return { silence: `no answer in ${check.timeoutSeconds} s` };
    return { silence: messageOf(error) };
  }
}

/** `fetch` says only that it failed; why is in the cause. */
function messageOf(error: unknown): string {
  const { cause, message } = error as { cause?: { message?: string }; message?: string };
  return cause?.message ?? message ?? String(error);
}

function pauseMs(answer: Answer, { intervalSeconds }: HealthCheck): number {
  const isSilent = typeof answer === 'object' && 'silence' in answer;
  return 1000 * (isSilent ? Math.min(SILENT_POLL_SECONDS, intervalSeconds) : intervalSeconds);
}

function urlOf({ address, endpoint, port }: HealthCheck): string {
  const host = address.includes(':') ? `[${address}]` : address;
  return `http://${host}:${port}${endpoint.startsWith('/') ? '' : '/'}${endpoint}`;
}
