import { imageTag } from '../../../resources/image/source';
import type { BuiltImageInputs } from '../../../resources/image/image';
import { CONTEXT_LABEL } from '../labels';
import type { Labels } from '../labels';
import type { ContainerEngine } from '../connection/container-engine';
import type { RegistryImage } from '../registry/registry';
import type { OpenRegistry } from './image-site';

/** An image that the engine has. */
export interface EngineImage {
  readonly id: string;
  readonly labels: Labels;
}

/** Returns the name of an image in the engine, without its tag. */
function nameOf(open: OpenRegistry | null, { destination }: BuiltImageInputs): string {
  if (open !== null) return `${open.host}/${open.repository}`;
  if (destination.type === 'engine') return destination.repository;
  throw new Error('an image without a destination');
}

/** Returns the name of an image in the engine with its tag. */
export function nameWithTag(open: OpenRegistry | null, inputs: BuiltImageInputs): string {
  return `${nameOf(open, inputs)}:${imageTag(inputs.digest)}`;
}

/** Finds the image in its registry; null unless its label proves that it is built from the same. */
export async function findPushed(
  { registry, repository }: OpenRegistry,
  { digest }: BuiltImageInputs,
): Promise<RegistryImage | null> {
  const found = await registry.findImage(repository, imageTag(digest));
  return found?.labels[CONTEXT_LABEL] === contextOf(digest) ? found : null;
}

/** Finds the image in the engine by its name; null unless its label proves that it is built from the same. */
export async function findBuilt(
  { engine }: { readonly engine: ContainerEngine },
  name: string,
  { digest }: BuiltImageInputs,
): Promise<EngineImage | null> {
  const found = await engine.find((docker) => docker.getImage(name).inspect());
  // An image without labels has none at all, whatever the types say.
  const labels = (found?.Config.Labels ?? {}) as Readonly<Record<string, string>>;
  return found !== null && labels[CONTEXT_LABEL] === contextOf(digest) ? { id: found.Id, labels } : null;
}

/** The label of an image: all 64 digits of its identity. */
export function contextOf(digest: string): string {
  return digest.replace(/^sha256:/, '');
}
