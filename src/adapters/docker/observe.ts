import type { ContainerInspectInfo } from 'dockerode';
import type { Observation } from '../../ports/engine';
import { decodeInstance } from '../../resources/instance';
import { dataVolume } from '../../resources/container';
import type { ContainerInputs } from '../../resources/container';
import { decodeImage } from '../../resources/image/image';
import type { BuiltImageInputs, ImageInputs, PulledImageInputs } from '../../resources/image/image';
import type { Owner } from '../../resources/owner';
import type { ResourceRecord } from '../../state/state';
import type { Address } from '../../values/resource';
import type { ContainerEngine } from './connection/container-engine';
import { namesOf } from './container-spec';
import { existingContainer, existingImage } from './existing';
import { ownerInWords } from './labels';
import type { FindBaseDigest, OpenRegistry } from './images/image-site';
import { withMovedBases } from './images/bases';
import { observeImage } from './images/observe-image';
import { isOurs, isOurVolume } from './operations/owned';
import { checkAnswer } from './operations/wait-until-ready';

/** A resource of the engine, with its inputs as they are recorded or wanted. */
export type EngineResource =
  | { readonly kind: 'container'; readonly inputs: ContainerInputs }
  | { readonly kind: 'pulled'; readonly inputs: PulledImageInputs }
  | { readonly kind: 'built'; readonly inputs: BuiltImageInputs };

/** Reads the inputs of a record. @throws Error for a resource that belongs to another engine */
export function resourceIn({
  address,
  kind,
  inputs,
}: Pick<ResourceRecord, 'address' | 'kind' | 'inputs'>): EngineResource {
  if (kind === 'image') return imageIn(decodeImage(address, inputs));
  const decoded = decodeInstance(address, inputs);
  if (decoded.type !== 'container') throw new Error(`${address} is not a container`);
  return { kind: 'container', inputs: decoded };
}

function imageIn(inputs: ImageInputs): EngineResource {
  return inputs.type === 'pulled' ? { kind: 'pulled', inputs } : { kind: 'built', inputs };
}

export function runtimeOf({ inputs }: EngineResource): 'docker' | 'podman' {
  return 'runtime' in inputs ? inputs.runtime : inputs.from.runtime;
}

/** Reads what really exists of a resource. */
export async function observeResource(
  engine: ContainerEngine,
  resource: Exclude<EngineResource, { kind: 'built' }>,
  owner: Owner,
): Promise<Observation> {
  switch (resource.kind) {
    case 'pulled': {
      const { reference } = resource.inputs;
      const found = await engine.find((docker) => docker.getImage(reference).inspect());
      return found === null ? { state: 'gone' } : { state: 'present', existing: existingImage(found) };
    }
    case 'container': {
      const { inputs } = resource;
      const found = await engine.find((docker) => docker.getContainer(inputs.container).inspect());
      if (found === null) return { state: 'gone' };
      const labels = found.Config.Labels;
      if (!isOurs({ labels }, owner)) return { state: 'foreign', owner: ownerInWords(labels) };
      const former = await findFormer(engine, inputs, owner);
      return { state: 'present', existing: existingContainer(found, inputs, former !== null) };
    }
  }
}

/** Finds the former self of a container, which a replacement that was cut off has left. */
export async function findFormer(
  engine: ContainerEngine,
  inputs: ContainerInputs,
  owner: Owner,
): Promise<ContainerInspectInfo | null> {
  const { former } = namesOf(inputs);
  const found = await engine.find((docker) => docker.getContainer(former).inspect());
  return found !== null && isOurs({ labels: found.Config.Labels }, owner) ? found : null;
}

/** Whether the volume exists and is the owner's. */
export async function hasVolume(engine: ContainerEngine, name: string, owner: Owner): Promise<boolean> {
  const found = await engine.find((docker) => docker.getVolume(name).inspect());
  return found !== null && isOurVolume({ labels: found.Labels }, owner);
}

/** The connection of an observation. */
export interface Observer {
  readonly engineOf: (resource: EngineResource) => Promise<ContainerEngine>;
  readonly ownerOf: (address: Address) => Owner;
  /** Opens the registry of an image by the name of its instance; null for one that stays in the engine. */
  readonly openRegistry: (name: string, inputs: BuiltImageInputs) => Promise<OpenRegistry | null>;
  readonly findBaseDigest: FindBaseDigest;
  readonly fetch: typeof fetch;
}

/** Reads what exists of several records. */
export async function observeRecords(
  records: readonly ResourceRecord[],
  observer: Observer,
): Promise<ReadonlyMap<Address, Observation>> {
  const seen = await Promise.all(
    records.map(async (record) => [record.address, await observeRecord(record, observer)] as const),
  );
  return new Map(seen);
}

/**
 * Reads what exists of one record. A container that has failed stays so until it answers, whether it runs or has ended;
 * and as long as its volume is there, which a deletion that was cut off has left.
 */
async function observeRecord(
  record: ResourceRecord,
  { engineOf, ownerOf, openRegistry, findBaseDigest, fetch }: Observer,
): Promise<Observation> {
  const resource = resourceIn(record);
  if (resource.kind === 'built') {
    const image = await observeImage(record, resource.inputs, {
      connect: () => engineOf(resource),
      openRegistry: (inputs) => openRegistry(record.name, inputs),
    });
    return withMovedBases(image, record, findBaseDigest);
  }
  const engine = await engineOf(resource);
  const owner = ownerOf(record.address);
  const seen = await observeResource(engine, resource, owner);
  if (seen.state === 'gone' && record.status === 'failed' && resource.kind === 'container') {
    const volume = dataVolume(resource.inputs);
    const isLeft = volume !== null && (await hasVolume(engine, volume, owner));
    return isLeft
      ? { state: 'present', existing: { inputs: {}, outputs: record.outputs, status: 'failed' } }
      : seen;
  }
  if (seen.state !== 'present' || record.status !== 'failed' || resource.kind === 'pulled') return seen;
  const isReady = seen.existing.status === 'ready' && (await checkAnswer(resource.inputs, { engine, fetch }));
  return isReady ? seen : { state: 'present', existing: { ...seen.existing, status: 'failed' } };
}
