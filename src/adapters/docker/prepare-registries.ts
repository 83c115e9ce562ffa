import { HelixError } from '../../errors';
import type { BuiltImageInputs } from '../../resources/image/image';
import type { ResourceRecord } from '../../state/state';
import { resourceIn } from './observe';
import { findPushed } from './images/find-image';
import type { OpenRegistry } from './images/image-site';
import type { RegistryImage } from './registry/registry';
import type { Registries } from './registry/registries';

/**
 * Checks before anything is built that every image can be pushed: its registry answers, takes the log-in, and lets it push,
 * unless the image is there. A repository that does not exist yet is made before the push.
 * @throws HelixError `auth`, `config` or `unreachable`, about the image
 */
export async function assertPushable(
  targets: readonly Pick<ResourceRecord, 'address' | 'kind' | 'name' | 'inputs'>[],
  registries: Pick<Registries, 'open'>,
): Promise<void> {
  const checks = targets.map(async (target) => {
    if (target.kind !== 'image') return;
    const resource = resourceIn(target);
    if (resource.kind !== 'built' || resource.inputs.destination.type !== 'registry') return;
    try {
      const open = await registries.open(target.name, resource.inputs.destination);
      await open.registry.ping();
      if (open.isToBeMade === true) return;
      // A user who only deploys what another run has pushed may lack that permission.
      if ((await findIfAllowed(open, resource.inputs)) !== null) return;
      await open.registry.checkPush(open.repository);
    } catch (error) {
      throw error instanceof HelixError ? about(error, target.address) : error;
    }
  });
  const settled = await Promise.allSettled(checks);
  for (const one of settled) if (one.status === 'rejected') throw one.reason;
}

async function findIfAllowed(open: OpenRegistry, inputs: BuiltImageInputs): Promise<RegistryImage | null> {
  try {
    return await findPushed(open, inputs);
  } catch (error) {
    // For a repository that is not there yet some registries refuse to say so.
    if (error instanceof HelixError && error.kind === 'auth') return null;
    throw error;
  }
}

function about({ kind, message, hint, cause }: HelixError, address: ResourceRecord['address']): HelixError {
  return new HelixError(kind, message, { about: [address], ...(hint === undefined ? {} : { hint }), cause });
}
