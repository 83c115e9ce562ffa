import type { JsonObject } from '../../values/json';
import type { Address } from '../../values/resource';
import { Fields } from '../fields';

/** The images that a built image comes from, as they were when it was built. */
export interface ImageBases {
  /** `debian:bookworm-slim` -> `sha256:...`; those whose digest was not known are missing. */
  readonly digests: Readonly<Record<string, string>>;
  /** Those whose name leads to another image now, by the last refresh. */
  readonly moved: readonly string[];
}

/** Returns the outputs of a built image with what they tell of its bases, whatever they told before. */
export function withBases(outputs: JsonObject, { digests, moved }: ImageBases): JsonObject {
  const { bases: _, moved_bases: __, ...others } = outputs;
  if (Object.keys(digests).length === 0) return others;
  return { ...others, bases: digests, ...(moved.length > 0 && { moved_bases: [...moved] }) };
}

/** Reads the bases of a built image from its outputs. Throws HelixError `state` for an invalid value. */
export function decodeBases(address: Address, outputs: JsonObject): ImageBases {
  const digests = 'bases' in outputs ? new Fields(address, outputs).textByName('bases') : {};
  const moved = outputs['moved_bases'];
  return {
    digests,
    moved: Array.isArray(moved) ? moved.filter((one): one is string => typeof one === 'string') : [],
  };
}
