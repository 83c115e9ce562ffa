import { connectionFailure } from '../../http/connection-failure';
import type { Clock } from '../../../ports/clock';
import type { EngineEvent } from '../../../ports/engine';
import type { Address } from '../../../values/resource';

/** The health check of a machine. */
export interface HealthCheck {
  /** An IP address or a host name. */
  readonly address: string;
  /** `/healthz` */
  readonly endpoint: string;
  readonly port: number;
  /** The pause between two probes, once it answers. */
  readonly intervalSeconds: number;
  /** The timeout of one probe. */
  readonly timeoutSeconds: number;
  /** It has failed after this number of unhealthy answers in a row. */
  readonly unhealthyThreshold: number;
}

export interface HealthDeps {
  readonly clock: Pick<Clock, 'monotonicMs' | 'sleep'>;
  readonly fetch: (request: Request) => Promise<Pick<Response, 'ok' | 'status' | 'body'>>;
  readonly onEvent: (event: EngineEvent) => void;
  readonly signal: AbortSignal;
}

/** The end of a wait for health. */
export type Health =
  | { readonly healthy: true }
  | { readonly healthy: false; readonly kind: 'failed' | 'timeout' | 'cancelled'; readonly reason: string };

/** The time a new machine may take to boot, install a container runtime and pull the image before it must answer. */
const START_SECONDS = 300;
/** The pause while nothing answers: a refused connection costs nothing, so a whole interval is not needed. */
const SILENT_POLL_SECONDS = 5;

type Answer = 'healthy' | { readonly status: number } | { readonly silence: string };

/**
 * Waits until `http://ADDRESS:PORT/ENDPOINT` answers 2xx. Fails after `unhealthyThreshold` other answers in a row, or
 * after the time that a machine takes to start plus that number of intervals without an answer; so it always ends.
 */
export async function waitUntilHealthy(
  address: Address,
  check: HealthCheck,
  deps: HealthDeps,
  startSeconds = START_SECONDS,
): Promise<Health> {
  const { clock, signal } = deps;
  const url = urlOf(check);
  const timeoutSeconds = startSeconds + check.unhealthyThreshold * check.intervalSeconds;
  let unhealthy = 0;
  let lastHeardAt = clock.monotonicMs();
  while (!signal.aborted) {
    const answer = await probe(url, check, deps);
    if (answer === 'healthy') {
      deps.onEvent({ address, phase: 'healthy', reached: 'healthy' });
      return { healthy: true };
    }
    if ('status' in answer) {
      unhealthy += 1;
      lastHeardAt = clock.monotonicMs();
      const last = `${url} answered ${answer.status}`;
      if (unhealthy >= check.unhealthyThreshold) {
        return { healthy: false, kind: 'failed', reason: `${last}, ${unhealthy} times in a row` };
      }
      deps.onEvent({
        address,
        phase: `unhealthy: ${last} (${unhealthy} of ${check.unhealthyThreshold})`,
        reached: 'answering',
      });
    } else {
      unhealthy = 0;
      const silentMs = clock.monotonicMs() - lastHeardAt;
      if (silentMs >= timeoutSeconds * 1000) {
        const reason = `${url} did not answer within ${timeoutSeconds} s (${answer.silence})`;
        return { healthy: false, kind: 'timeout', reason };
      }
      deps.onEvent({ address, phase: `waiting for ${url}` });
    }
    await clock.sleep(pauseMs(answer, check), signal).catch(() => undefined);
  }
  return { healthy: false, kind: 'cancelled', reason: `cancelled while waiting for ${url}` };
}

async function probe(url: string, check: HealthCheck, { fetch, signal }: HealthDeps): Promise<Answer> {
  const limit = AbortSignal.timeout(Math.ceil(check.timeoutSeconds * 1000));
  try {
    const response = await fetch(new Request(url, { signal: AbortSignal.any([limit, signal]) }));
    await response.body?.cancel();
    return response.ok ? 'healthy' : { status: response.status };
  } catch (error) {
    if (limit.aborted) return { silence: `no answer in ${check.timeoutSeconds} s` };
    return { silence: connectionFailure(error).message };
  }
}

function pauseMs(answer: Answer, { intervalSeconds }: HealthCheck): number {
  const isSilent = typeof answer === 'object' && 'silence' in answer;
  return 1000 * (isSilent ? Math.min(SILENT_POLL_SECONDS, intervalSeconds) : intervalSeconds);
}

function urlOf({ address, endpoint, port }: HealthCheck): string {
  const host = address.includes(':') ? `[${address}]` : address;
  return `http://${host}:${port}${endpoint.startsWith('/') ? '' : '/'}${endpoint}`;
}
