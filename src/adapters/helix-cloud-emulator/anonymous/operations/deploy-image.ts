import { mistakesIn } from '../../../../resources/query-check';
import type { SourceProblem } from '../../../../resources/query-check';
import { invalid } from '../../api-error';
import type { Call, Reply, World } from '../../world';
import { iso, transact } from '../../world';
import { streamDeployment } from '../deployment-stream';
import { readImageQueries } from '../image-files';
import type { AnonymousRecord, ImageDeployment } from '../instance';
import { imageOf, isDeploying, stateOfInstance } from '../instance';
import { assertUnclaimed, busyInstance, keyedInstanceOf } from '../instance-of-call';

const STEPS = 3;

/** `POST /anonymous/instances/{id}/deploy` */
export async function deployAnonymousImage(world: World, call: Call): Promise<Reply> {
  const { image } = call.body as { readonly image: string };
  const { id } = keyedInstanceOf(world.store.read(), call, world.clock.now());
  const files = await readImageQueries(world.images, placeOf(image, id, call.origin));
  const errors = mistakesIn(files);
  return transact<Reply>(world, call, id, (registry) => {
    const now = world.clock.now();
    const before = keyedInstanceOf(registry, call, now);
    assertUnclaimed(before);
    const present = joined(before, image, now);
    if (present !== null) return { answer: streamDeployment(world, before, present, files.length) };
    const state = stateOfInstance(before, now);
    if (state !== 'running') throw busyInstance(before, state);
    const deployment: ImageDeployment = {
      image,
      startedAt: iso(now),
      endsAt: iso(now, errors.length > 0 ? 0 : STEPS * world.timings.deployStepMs),
      errors,
    };
    const instance = { ...before, image: imageOf(before, now), deployment, updatedAt: iso(now) };
    return {
      entry: {
        time: iso(now),
        instance,
        lines: [{ time: iso(now), level: levelOf(errors), message: messageOf(image, errors) }],
      },
      answer: streamDeployment(world, instance, deployment, files.length),
    };
  });
}

/** Returns the deployment that a call joins, or that made the image run; null for none. */
function joined(instance: AnonymousRecord, image: string, now: Date): ImageDeployment | null {
  const { deployment } = instance;
  if (deployment?.image !== image || deployment.errors.length > 0) return null;
  return isDeploying(deployment, now) || imageOf(instance, now) === image ? deployment : null;
}

/** @throws ApiError 400 for an image that is not in a repository of the instance */
function placeOf(image: string, id: string, origin: URL): { repository: string; digest: string } {
  const [, host = '', repository = '', digest = ''] =
    /^([^/]+)\/(.+)@(sha256:[0-9a-f]{64})$/.exec(image) ?? [];
  if (host === origin.host && repository.startsWith(`${id}/`)) return { repository, digest };
  throw invalid([{ path: '/image', message: `must be in ${origin.host}/${id}/` }]);
}

function levelOf(errors: readonly SourceProblem[]): 'info' | 'error' {
  return errors.length === 0 ? 'info' : 'error';
}

function messageOf(image: string, [first]: readonly SourceProblem[]): string {
  return first === undefined
    ? `deploying ${image}`
    : `cannot deploy ${image}: ${first.file}:${first.line}: ${first.message}`;
}
