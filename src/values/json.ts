/** A JSON value. `undefined` is not a JSON value: absent keys are absent. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}
