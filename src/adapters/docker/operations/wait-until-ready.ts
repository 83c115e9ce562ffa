import type { ContainerInspectInfo } from 'dockerode';
import { HelixError } from '../../../errors';
import type { ContainerInputs } from '../../../resources/container';
import { readyPath } from '../../../resources/container-form';
import { isThisHost } from '../connection/endpoint';
import { readTail } from '../logs/read-tail';
import type { Site } from './site';

/** The longest time that a container may take to answer. */
const READY_WITHIN_MS = 30_000;
const POLL_MS = 250;
/** The longest time that one answer may take. */
const ANSWER_WITHIN_MS = 5000;
/** A container that has ended this often will not answer. */
const MOST_RESTARTS = 3;
/** How many of its last lines an error shows. */
const TAIL_LINES = 20;

/** Whether a container answers now. On an engine of another host its port cannot be asked. */
export async function checkAnswer(
  inputs: Pick<ContainerInputs, 'port' | 'database'>,
  { engine, fetch }: Pick<Site, 'engine' | 'fetch'>,
): Promise<boolean> {
  return !isThisHost(engine.endpoint) || askWhetherReady(fetch, readyUrl(inputs));
}

/** The address at which a container answers when it is ready. */
function readyUrl({ port, database }: Pick<ContainerInputs, 'port' | 'database'>): string {
  return `http://127.0.0.1:${port}${readyPath(database)}`;
}

/**
 * Waits until a container answers. On an engine of another host its port cannot be asked: then it must only run.
 * @throws HelixError `failed` with its last lines when it ends again and again, or does not answer in time
 */
export async function waitUntilReady(site: Site, inputs: ContainerInputs): Promise<void> {
  const { clock, engine, stopping } = site;
  const started = clock.monotonicMs();
  const url = isThisHost(engine.endpoint) ? readyUrl(inputs) : null;
  for (;;) {
    const found = await engine.find((docker) => docker.getContainer(inputs.container).inspect());
    if (found === null) throw new HelixError('failed', 'Its container was removed while it was starting.');
    const end = endOf(found);
    if (end !== null) throw await describeFailure(site, inputs, end);
    if (found.State.Running && (url === null || (await askWhetherReady(site.fetch, url)))) return;
    if (clock.monotonicMs() - started >= READY_WITHIN_MS) {
      throw await describeFailure(
        site,
        inputs,
        `it does not answer at ${url ?? 'all'} after ${READY_WITHIN_MS / 1000} s`,
      );
    }
    if (stopping.aborted) {
      throw new HelixError('cancelled', 'Interrupted before it answered; the container is there.');
    }
    await clock.sleep(POLL_MS, stopping).catch(() => undefined);
  }
}

/** Returns how a container has ended, once it is of no use to wait for it; null while it may come. */
function endOf({ State, RestartCount }: ContainerInspectInfo): string | null {
  const hasEnded = ['exited', 'dead', 'removing'].includes(State.Status);
  if (!hasEnded && RestartCount < MOST_RESTARTS) return null;
  const how = State.OOMKilled
    ? 'it was killed, for the host had no memory left'
    : `it ends with exit code ${State.ExitCode}`;
  return hasEnded ? how : `${how}, and was started ${RestartCount + 1} times`;
}

async function askWhetherReady(fetch: Site['fetch'], url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(ANSWER_WITHIN_MS), redirect: 'manual' });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}

async function describeFailure(
  { engine }: Site,
  { container }: ContainerInputs,
  why: string,
): Promise<HelixError> {
  const lines = await readTail(engine, container, TAIL_LINES).catch(() => []);
  const log = lines.length === 0 ? ['It has logged nothing.'] : ['Its last lines:', ...lines];
  return new HelixError('failed', [`The container ${container} does not run: ${why}.`, ...log].join('\n'), {
    hint: 'It was left as it is. Apply again when the cause is mended.',
  });
}
