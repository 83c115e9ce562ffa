import { HelixError } from '../../errors';
import type { ResourceRecord } from '../../state/state';
import { resourceIn } from './observe';
import type { Registries } from './registry/registries';

/**
 * Checks before anything is built that every image can be pushed: its registry answers, takes the log-in, and lets it push. A
 * repository that does not exist yet is made before the push.
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
      const { registry, repository } = await registries.open(target.name, resource.inputs.destination);
      await registry.ping();
      await registry.checkPush(repository);
    } catch (error) {
      throw error instanceof HelixError ? about(error, target.address) : error;
    }
  });
  const settled = await Promise.allSettled(checks);
  for (const one of settled) if (one.status === 'rejected') throw one.reason;
}

function about({ kind, message, hint, cause }: HelixError, address: ResourceRecord['address']): HelixError {
  return new HelixError(kind, message, { about: [address], ...(hint === undefined ? {} : { hint }), cause });
}
