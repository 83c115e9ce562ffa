import { HelixError } from '../../errors';
import type { DesiredResource } from '../../graph/desired-state';
import type { Adoptable, Adoption } from '../../ports/engine-verbs';
import type { ResourceRecord } from '../../state/state';
import type { HelixCloudClient } from './api/client';
import { isSameOwner, ownerText } from '../../resources/owner';
import type { Owner } from '../../resources/owner';
import { clusterId, decodeOwnCluster } from '../../resources/cluster';
import { withAdoption } from '../../resources/cluster-outputs';
import { existingCluster } from './operations/existing-cluster';

/** The connection of an adoption to its clusters. */
export interface AdoptionOptions {
  readonly clients: (endpoint: string) => HelixCloudClient;
  readonly ownerOf: (address: string) => Owner;
}

/** Takes over clusters that another project, another workspace or nobody owns. */
export function clusterAdoption(options: AdoptionOptions): Adoption {
  return {
    find: (desired, id, recorded) => findCluster(desired, id, recorded, options),
    isSame: (one, other) => clusterId(one.address, one.inputs) === clusterId(other.address, other.inputs),
    outputsToMove: ({ address, outputs }) => withAdoption(outputs, options.ownerOf(address)),
  };
}

async function findCluster(
  desired: DesiredResource,
  id: string,
  recorded: ResourceRecord | null,
  { clients, ownerOf }: AdoptionOptions,
): Promise<Adoptable> {
  assertDeclared(desired, id);
  const { endpoint } = decodeOwnCluster(desired.address, desired.inputs);
  const cluster = await clients(endpoint).readStatus(id);
  if (cluster === null) {
    throw new HelixError('not-found', `${endpoint} has no cluster ${id}`, {
      hint: 'Nothing to import: `helix apply` would create it.',
    });
  }
  const { owner } = cluster;
  const existing = existingCluster(cluster, []);
  return {
    existing: { ...existing, outputs: withAdoption(existing.outputs, owner) },
    owner: ownerText(owner),
    isLost:
      recorded !== null &&
      clusterId(recorded.address, recorded.inputs) === id &&
      !isSameOwner(owner, ownerOf(desired.address)),
  };
}

function assertDeclared({ address, inputs, source }: DesiredResource, id: string): void {
  if (clusterId(address, inputs) === id) return;
  throw new HelixError('config', `${address} is not declared with the id ${id}`, {
    hint: `Write \`cluster_id = "${id}"\` in its table (${source.file}:${source.line}); other workspaces than default add their name to it.`,
  });
}
