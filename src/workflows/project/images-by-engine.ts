import type { State } from '../../state/state';
import type { JsonObject } from '../../values/json';
import type { Address, EngineName } from '../../values/resource';
import { declaredState } from './project';
import type { LoadedProject } from './project';

/** An image that the project declares, or that is on record. */
export interface KnownImage {
  readonly name: string;
  readonly address: Address;
  readonly inputs: JsonObject;
}

/** Returns the images that are declared or on record, by the engine that builds them. */
export function imagesByEngine(
  project: LoadedProject,
  state: State | null,
): ReadonlyMap<EngineName, readonly KnownImage[]> {
  const known = [...declaredState(project).resources, ...Object.values(state?.resources ?? {})];
  const images = new Map<EngineName, KnownImage[]>();
  for (const resource of known) {
    if (resource.kind !== 'image') continue;
    const list = images.get(resource.engine);
    if (list === undefined) images.set(resource.engine, [resource]);
    else list.push(resource);
  }
  return images;
}
