import type { Lowered } from '../../../../stacks';
import { decodeImage } from '../../../resources/image/image';
import { decodeImageOutputs, pushedReference } from '../../../resources/image/outputs';
import { builtImageOf } from '../../../resources/machine';
import type { OpenMember, ResourceRecord, State } from '../../../state/state';
import { recordedLowered } from '../stack/stack-run';

/**
 * Returns the blocks with the reference of the image that Helix built for the machine. Before the push it is not known, and
 * the stand-in of the blocks stays.
 */
export function withImage(
  lowered: Lowered,
  member: Pick<OpenMember, 'action' | 'target' | 'prior'>,
  state: State | null,
): Lowered {
  if (lowered.image === undefined) return lowered;
  return { ...lowered, image: keptImage(member) ?? pushedImage(member.target, state) ?? lowered.image };
}

/** The image of a machine that an update leaves alone, also where the same content was pushed again under another digest. */
function keptImage({
  action,
  target,
  prior,
}: Pick<OpenMember, 'action' | 'target' | 'prior'>): string | null {
  if (action !== 'update' || target === null || prior === null) return null;
  const isSame = identityOf(target) === identityOf(prior);
  return isSame ? (recordedLowered(prior)?.image ?? null) : null;
}

/** The reference on record of the image that a machine depends on; null while only another content was pushed. */
function pushedImage(target: ResourceRecord | null, state: State | null): string | null {
  if (target === null || state === null) return null;
  for (const address of target.dependsOn) {
    const record = state.resources[address];
    if (record?.kind !== 'image') continue;
    const image = decodeImage(address, record.inputs);
    if (image.type !== 'built' || image.digest !== identityOf(target)) continue;
    const { pushed } = decodeImageOutputs(address, record.outputs);
    return pushed && pushedReference(pushed);
  }
  return null;
}

function identityOf({ address, inputs }: ResourceRecord): string | null {
  return builtImageOf(address, inputs)?.identity ?? null;
}
