import type { JsonObject } from '../values/json';
import type { SecretDigests } from '../values/secret-digests';
import type { ResourceRecord } from './state';

/** A resource that really exists, in the terms of a record. `inputs` holds only keys that the engine can observe. */
export interface Existing {
  readonly inputs: JsonObject;
  readonly outputs: JsonObject;
  readonly status: ResourceRecord['status'];
  /** The digests of the secrets that it has; missing where the engine cannot tell. */
  readonly secretDigests?: SecretDigests;
  /** The blocks that the engine lowered the inputs to, kept with the record. */
  readonly lowered?: JsonObject;
}

/** The result of observing a recorded resource. */
export type Observation =
  | { readonly state: 'present'; readonly existing: Existing }
  | { readonly state: 'gone' }
  | { readonly state: 'foreign'; readonly owner: string };
