import type { JsonObject } from '../values/json';
import type { Address } from '../values/resource';
import { Fields } from './fields';

/** Reads the account by which a machine or a repository is applied; undefined where none is named. */
export function accountIn(address: Address, json: JsonObject): string | undefined {
  return new Fields(address, json).textOrNull('account') ?? undefined;
}
