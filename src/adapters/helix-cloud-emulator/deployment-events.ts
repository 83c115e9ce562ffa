import type { ClusterRecord, Deployment } from './cluster';
import type { SourceMistake } from './query-check';
import type { StreamEvent, World } from './world';

type Events = (signal: AbortSignal) => AsyncIterable<StreamEvent>;

/** The progress of the deployment that a cluster is in the middle of, by its written times; then its end. */
export function deploymentEvents(world: World, cluster: ClusterRecord): Events {
  const { transition } = cluster;
  if (transition?.deployment === undefined || transition.endsAt === null) {
    throw new Error(`cluster ${cluster.id} is not deploying`);
  }
  const { deployment } = transition;
  const begin = Date.parse(transition.startedAt);
  const end = Date.parse(transition.endsAt);
  return async function* (signal) {
    const paths = Object.keys(deployment.files);
    const total = paths.length;
    yield progress('validating', validatingText(total), 0, total);
    for (const [index, path] of paths.entries()) {
      const done = index + 1;
      await until(world, begin + ((end - begin) * done) / (total + 1), signal);
      yield progress('compiling', `compiling ${path}`, done, total);
    }
    yield progress('activating', 'activating', total, total);
    await until(world, end, signal);
    const after = world.store.read().cluster(cluster.id, world.clock.now());
    const succeeded =
      after?.incarnation === cluster.incarnation && after.deployment?.digest === deployment.digest;
    yield succeeded ? done(deployment) : failure('internal', 'the cluster was deleted meanwhile', []);
  };
}

/** What is deployed already. */
export function doneAtOnce(deployment: Deployment): Events {
  return () => series(done(deployment));
}

/** Files with mistakes; nothing was changed. */
export function rejected(total: number, mistakes: readonly SourceMistake[]): Events {
  const message = mistakes.length === 1 ? '1 error' : `${mistakes.length} errors`;
  return () =>
    series(
      progress('validating', validatingText(total), 0, total),
      failure('invalid_queries', message, mistakes),
    );
}

// A timer may ring a little early by the wall clock.
async function until(world: World, time: number, signal: AbortSignal): Promise<void> {
  for (;;) {
    const remaining = time - world.clock.now().getTime();
    if (remaining <= 0) return;
    await world.clock.sleep(Math.ceil(remaining), signal);
  }
}

function progress(
  step: 'validating' | 'compiling' | 'activating',
  message: string,
  done: number,
  total: number,
): StreamEvent {
  return { event: 'progress', data: { step, message, done, total } };
}

function validatingText(total: number): string {
  return total === 1 ? 'validating 1 file' : `validating ${total} files`;
}

function done({ digest }: Deployment): StreamEvent {
  return { event: 'done', data: { digest } };
}

function failure(
  code: 'invalid_queries' | 'internal',
  message: string,
  errors: readonly SourceMistake[],
): StreamEvent {
  return { event: 'error', data: { code, message, errors } };
}

async function* series(...events: readonly StreamEvent[]): AsyncIterable<StreamEvent> {
  yield* events;
  await Promise.resolve();
}
