import type { ClusterRecord, Deployment } from './cluster';
import type { SourceProblem } from '../../resources/query-check';
import { waitUntil } from './wait-until';
import type { StreamEvent, World } from './world';

type Events = (signal: AbortSignal) => AsyncIterable<StreamEvent>;

/** Streams the progress of a cluster's running deployment, by its written times, and then its end. */
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
      await waitUntil(world, begin + ((end - begin) * done) / (total + 1), begin, signal);
      yield progress('compiling', `compiling ${path}`, done, total);
    }
    yield progress('activating', 'activating', total, total);
    await waitUntil(world, end, begin, signal);
    const after = world.store.read().cluster(cluster.id, world.clock.now());
    const succeeded =
      after?.incarnation === cluster.incarnation && after.deployment?.digest === deployment.digest;
    yield succeeded ? done(deployment) : failure('internal', 'the cluster was deleted meanwhile', []);
  };
}

/** Streams the end of a deployment that needs no change. */
export function doneAtOnce(deployment: Deployment): Events {
  return () => streamSeries(done(deployment));
}

/** Streams the problems of files; nothing was changed. */
export function rejected(total: number, problems: readonly SourceProblem[]): Events {
  const message = problems.length === 1 ? '1 error' : `${problems.length} errors`;
  return () =>
    streamSeries(
      progress('validating', validatingText(total), 0, total),
      failure('invalid_queries', message, problems),
    );
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
  errors: readonly SourceProblem[],
): StreamEvent {
  return { event: 'error', data: { code, message, errors } };
}

async function* streamSeries(...events: readonly StreamEvent[]): AsyncIterable<StreamEvent> {
  yield* events;
  await Promise.resolve();
}
