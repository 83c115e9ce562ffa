import type { Json, JsonObject } from '../values/json';
import type { Address } from '../values/resource';
import { Fields } from './fields';

/** The input that notes the drift which an update repairs. */
const REPAIRABLE = 'outside';

/** The input that notes the drift which only a replacement repairs. */
export const REPLACING_DRIFT = 'replaced_outside';

/** The input that notes that the resource itself is gone, while parts of it are left. */
const GONE = 'gone_outside';

/**
 * The drift of a resource that a refresh has noted among its inputs: attribute -> actual value. No configuration
 * has these inputs, so the next plan shows them as changes.
 */
export interface DriftNotes {
  readonly repairable: Readonly<Record<string, Json>>;
  readonly replacing: Readonly<Record<string, Json>>;
  /** The resource itself is gone, while parts of it are left. */
  readonly isGone: boolean;
}

export function encodeDriftNotes({ repairable, replacing, isGone }: DriftNotes): JsonObject {
  return {
    ...unlessEmpty(REPAIRABLE, repairable),
    ...unlessEmpty(REPLACING_DRIFT, replacing),
    ...(isGone ? { [GONE]: true } : {}),
  };
}

/** Reads the notes among the inputs of a resource. Throws HelixError `state` for an invalid value. */
export function decodeDriftNotes(address: Address, json: JsonObject): DriftNotes {
  const fields = new Fields(address, json);
  return {
    repairable: fields.objectOrNull(REPAIRABLE) ?? {},
    replacing: fields.objectOrNull(REPLACING_DRIFT) ?? {},
    isGone: isGoneOutside(json),
  };
}

/** Whether a refresh found that the resource itself is gone, while parts of it are left. */
export function isGoneOutside(inputs: JsonObject): boolean {
  return inputs[GONE] === true;
}

/** Whether an input is the note that the resource itself is gone. */
export function isGoneNote(path: string): boolean {
  return path === GONE;
}

/** Whether a refresh has found drift of a resource. */
export function hasDriftNotes(address: Address, json: JsonObject): boolean {
  return Object.keys(encodeDriftNotes(decodeDriftNotes(address, json))).length > 0;
}

function unlessEmpty(name: string, values: JsonObject): JsonObject {
  return Object.keys(values).length === 0 ? {} : { [name]: values };
}
