import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { HelixError } from '../../errors';
import type { Owner } from '../../resources/owner';
import type { OpenMember } from '../../state/state';
import type { Address } from '../../values/resource';
import type { ContainerEngine } from './connection/container-engine';
import { isThisHost } from './connection/endpoint';
import { namesOf } from './container-spec';
import { FOLDER_LABEL } from './labels';
import { resourceIn } from './observe';
import type { EngineResource } from './observe';
import { findOurs } from './operations/containers';
import { assertOurs, isOurs } from './operations/owned';
import { findHolder, holderText, nextFreePort } from './ports/port-holder';

type Member = Omit<OpenMember, 'key'>;

/** The connection of the checks before an apply. */
export interface Preparation {
  readonly engineOf: (resource: EngineResource) => Promise<ContainerEngine>;
  readonly ownerOf: (address: Address) => Owner;
  /** The folder of the project. */
  readonly folder: string;
}

/**
 * Checks before anything is begun that each container can be made: its names are free or ours, and its port is free.
 * @throws HelixError `refused`, naming who holds the name or the port, or the other folder of the project
 */
export async function assertPossible(members: readonly Member[], preparation: Preparation): Promise<void> {
  const ours = new Set(members.flatMap(({ target, prior }) => containersOf(target, prior)));
  for (const { address, target, prior } of members) {
    const record = target ?? prior;
    if (record?.kind !== 'instance') continue;
    const resource = resourceIn(record);
    if (resource.kind !== 'container') continue;
    const engine = await preparation.engineOf(resource);
    const { inputs } = resource;
    try {
      const owner = preparation.ownerOf(address);
      await assertOfThisFolder(engine, inputs.container, { owner, folder: preparation.folder });
      if (target === null) continue;
      await assertNamesOurs(engine, namesOf(inputs), owner);
      await assertPortFree(engine, inputs.port, ours);
    } catch (error) {
      throw error instanceof HelixError && error.kind === 'refused' ? about(error, address) : error;
    }
  }
}

function containersOf(...records: readonly Member['target'][]): readonly string[] {
  return records.flatMap((record) => {
    if (record?.kind !== 'instance') return [];
    const resource = resourceIn(record);
    return resource.kind === 'container' ? [resource.inputs.container] : [];
  });
}

async function assertNamesOurs(
  engine: ContainerEngine,
  { container, network, volume }: ReturnType<typeof namesOf>,
  owner: Owner,
): Promise<void> {
  await findOurs({ engine, owner }, container);
  const found = await engine.find(
    (docker) => docker.getNetwork(network).inspect() as Promise<{ Labels?: Record<string, string> }>,
  );
  if (found !== null) assertOurs({ what: 'network', name: network, labels: found.Labels }, owner);
  if (volume === null) return;
  const data = await engine.find((docker) => docker.getVolume(volume).inspect());
  if (data !== null) assertOurs({ what: 'volume', name: volume, labels: data.Labels }, owner);
}

/**
 * A copy of a project's folder has the state of the original, and would take its containers for its own. A folder that was
 * moved is no longer there.
 */
async function assertOfThisFolder(
  engine: ContainerEngine,
  container: string,
  { owner, folder }: { readonly owner: Owner; readonly folder: string },
): Promise<void> {
  const found = await engine.find((docker) => docker.getContainer(container).inspect());
  if (found === null || !isOurs({ labels: found.Config.Labels }, owner)) return;
  const other = found.Config.Labels[FOLDER_LABEL] ?? folder;
  if (other === folder || !isThisHost(engine.endpoint) || !(await isFolder(join(other, '.helix')))) return;
  throw new HelixError('refused', `The container ${container} belongs to the project in ${other}.`, {
    hint: `It was left as it is. Work in ${other}, or delete this copy's .helix and give the project another name.`,
  });
}

function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

/** A container that this run replaces or deletes gives its port up by itself. */
async function assertPortFree(
  engine: ContainerEngine,
  port: number,
  ours: ReadonlySet<string>,
): Promise<void> {
  const holder = await findHolder(engine, port);
  if (holder === null || (holder.type === 'container' && ours.has(holder.name))) return;
  const free = await nextFreePort(engine, port + 1);
  throw new HelixError('refused', `Port ${port} is taken by ${holderText(holder)}.`, {
    hint:
      free === null
        ? 'Give the instance another port.'
        : `Give the instance another port: \`port = ${free}\`.`,
  });
}

function about({ message, hint }: HelixError, address: Address): HelixError {
  return new HelixError('refused', message, { about: [address], ...(hint === undefined ? {} : { hint }) });
}
