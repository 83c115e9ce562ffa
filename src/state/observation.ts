import type { JsonObject } from '../values/json';
import type { ResourceRecord } from './state';

/** What really exists, in the words of the record. `inputs` holds only keys that the engine can observe. */
export interface Existing {
  readonly inputs: JsonObject;
  readonly outputs: JsonObject;
  readonly status: ResourceRecord['status'];
  /** What the engine made of the inputs, to be kept with the record. */
  readonly lowered?: JsonObject;
}

/** What an engine saw when it looked for a recorded resource. */
export type Observation =
  | { readonly state: 'present'; readonly existing: Existing }
  | { readonly state: 'gone' }
  | { readonly state: 'foreign'; readonly owner: string };
