import type { Reply, StreamEvent, World } from '../world';
import { waitUntil } from '../wait-until';
import type { AnonymousRecord, ImageDeployment } from './instance';
import { endpointOfInstance } from './instance';

/** Streams the progress of a deployment by its written times, and then its end. */
export function streamDeployment(
  world: World,
  instance: AnonymousRecord,
  { image, startedAt, endsAt, errors }: ImageDeployment,
  fileCount: number,
): Reply {
  const [begin, end] = [Date.parse(startedAt), Date.parse(endsAt)];
  const at = (step: number) => begin + ((end - begin) * step) / 3;
  return {
    status: 200,
    events: async function* streamEvents(signal): AsyncIterable<StreamEvent> {
      const files = fileCount === 1 ? '1 file' : `${fileCount} files`;
      yield step('validating', `validating ${files}`);
      const [first] = errors;
      if (first !== undefined) {
        const message = errors.length === 1 ? '1 error' : `${errors.length} errors`;
        yield { event: 'error', data: { message, file: first.file, line: first.line, errors } };
        return;
      }
      await waitUntil(world, at(1), begin, signal);
      yield step('pulling', `pulling ${image}`);
      await waitUntil(world, at(2), begin, signal);
      yield step('starting', 'starting');
      await waitUntil(world, end, begin, signal);
      const after = world.store.read().instances.find(instance.id, world.clock.now());
      yield after?.deletedAt === null
        ? { event: 'done', data: { image, endpoint: endpointOfInstance(instance) } }
        : { event: 'error', data: { message: 'the instance was deleted meanwhile', errors: [] } };
    },
  };
}

function step(event: 'validating' | 'pulling' | 'starting', message: string): StreamEvent {
  return { event, data: { message } };
}
