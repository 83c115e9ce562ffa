import type { FlyAppInputs } from '../../resources/fly-app';
import { decodeImageOutputs, pushedReference } from '../../resources/image/outputs';
import type { ResourceRecord, State } from '../../state/state';
import { FlyFailure } from './operations/fly-failure';

/**
 * Returns the reference of the image that an app runs: the one that was pushed for it, or the public one that it names.
 * @throws FlyFailure for one that is not pushed
 */
export function imageIn(
  state: State | null,
  { image, isBuilt }: Pick<FlyAppInputs, 'image' | 'isBuilt'>,
  { name }: Pick<ResourceRecord, 'name'>,
): string {
  if (!isBuilt && image !== null) return image;
  const record = state?.resources[`image.${name}`];
  const pushed = record && decodeImageOutputs(record.address, record.outputs).pushed;
  if (pushed != null) return pushedReference(pushed);
  throw new FlyFailure({
    kind: 'failed',
    message: `image.${name} is not in the registry of its app.`,
    hint: `Apply \`image.${name}\` first.`,
  });
}
