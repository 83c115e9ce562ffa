import type { JsonObject } from '../values/json';
import type { Address } from '../values/resource';
import { Fields } from './fields';
import { encodeTags } from './tags';

/** The inputs of a repository that images are pushed to. */
export interface RegistryRepoInputs {
  readonly name: string;
  /** The revision of the lowering to Terraform; null where nothing is lowered. */
  readonly lowering: number | null;
  /** Host and port of the registry; null: the cloud's own, whose address is known after an apply. */
  readonly registry: string | null;
  /** null where registries have no regions. */
  readonly region: string | null;
  /** The account of cloud.toml by which it is applied; missing: the one that cloud.toml prefers for the cloud. */
  readonly account?: string;
  /** How Helix signs in; null: with the credentials of the cloud. */
  readonly auth: string | null;
  /** Name -> value, as the user wrote them. */
  readonly tags: Readonly<Record<string, string>>;
}

export function encodeRegistryRepo(inputs: RegistryRepoInputs): JsonObject {
  return {
    name: inputs.name,
    ...(inputs.lowering === null ? {} : { lowering: inputs.lowering }),
    registry: inputs.registry,
    ...(inputs.account !== undefined && { account: inputs.account }),
    region: inputs.region,
    auth: inputs.auth,
    ...encodeTags(inputs.tags),
  };
}

/** Reads the inputs of a repository. Throws HelixError `state` for an invalid value. */
export function decodeRegistryRepo(address: Address, json: JsonObject): RegistryRepoInputs {
  const fields = new Fields(address, json);
  const account = fields.textOrNull('account');
  return {
    name: fields.text('name'),
    lowering: fields.numberOrNull('lowering'),
    registry: fields.textOrNull('registry'),
    ...(account !== null && { account }),
    region: fields.textOrNull('region'),
    auth: fields.textOrNull('auth'),
    tags: fields.textByName('tags'),
  };
}

/** Reads the URL of a repository that was made: `HOST/NAME`; null where it is not known. */
export function repositoryUrlIn(address: Address, outputs: JsonObject): string | null {
  return new Fields(address, outputs).textOrNull('repository_url');
}
