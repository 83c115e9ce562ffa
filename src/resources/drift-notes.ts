import type { Json, JsonObject } from '../values/json';
import type { Address } from '../values/resource';
import { Fields } from './fields';

/** The input that notes the drift which an update repairs. */
const REPAIRABLE = 'outside';

/** The input that notes the drift which only a replacement repairs. */
export const REPLACING_DRIFT = 'replaced_outside';

/**
 * The drift of a resource that a refresh has noted among its inputs: attribute -> actual value. No configuration
 * has these inputs, so the next plan shows them as changes.
 */
export interface DriftNotes {
  readonly repairable: Readonly<Record<string, Json>>;
  readonly replacing: Readonly<Record<string, Json>>;
}

export function encodeDriftNotes({ repairable, replacing }: DriftNotes): JsonObject {
  return { ...unlessEmpty(REPAIRABLE, repairable), ...unlessEmpty(REPLACING_DRIFT, replacing) };
}

/** Reads the notes among the inputs of a resource. Throws HelixError `state` for an invalid value. */
export function decodeDriftNotes(address: Address, json: JsonObject): DriftNotes {
  const fields = new Fields(address, json);
  return {
    repairable: fields.objectOrNull(REPAIRABLE) ?? {},
    replacing: fields.objectOrNull(REPLACING_DRIFT) ?? {},
  };
}

/** Whether a refresh has found drift of a resource. */
export function hasDriftNotes(address: Address, json: JsonObject): boolean {
  return Object.keys(encodeDriftNotes(decodeDriftNotes(address, json))).length > 0;
}

function unlessEmpty(name: string, values: JsonObject): JsonObject {
  return Object.keys(values).length === 0 ? {} : { [name]: values };
}
