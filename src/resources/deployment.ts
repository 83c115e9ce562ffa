import type { JsonObject } from '../values/json';
import type { Address, ResourceKind } from '../values/resource';
import { clusterId } from './cluster';
import { BLUEPRINT_TAG } from './tags';
import { Fields } from './fields';

/** A resource on record, as far as it has outside names. */
interface Recorded {
  readonly address: Address;
  readonly kind: ResourceKind;
  readonly inputs: JsonObject;
  readonly outputs: JsonObject;
}

/** The names and addresses of a resource in the outside world. */
export interface Deployment {
  /** The cloud's own id of it; null while it is not known. */
  readonly id: string | null;
  /** The number of the blueprint that it runs. */
  readonly blueprintId: number | null;
  readonly publicAddress: string | null;
  readonly urls: readonly string[];
  /** The page of it that the cloud itself names. */
  readonly dashboardUrl: string | null;
}

/** Reads the names and addresses of a resource on record. Throws HelixError `state` for an invalid value. */
export function deploymentOf({ address, kind, inputs, outputs }: Recorded): Deployment {
  const fields = new Fields(address, outputs);
  const blueprint = new Fields(address, inputs).textByName('tags')[BLUEPRINT_TAG];
  const ids = ['instance_id', 'container_id', 'id'].map((name) => fields.textOrNull(name));
  const urls = Object.keys(outputs).filter((name) => /^(url(_\d+)?|endpoint_url)$/.test(name));
  return {
    id:
      kind === 'cluster'
        ? clusterId(address, inputs)
        : (ids.find((id) => id !== null) ?? appOf(address, inputs)),
    blueprintId: blueprint === undefined ? null : Number(blueprint),
    publicAddress: fields.textOrNull('public_address') || null,
    urls: urls.flatMap((name) => fields.textOrNull(name) ?? []),
    dashboardUrl: fields.textOrNull('dashboard_url'),
  };
}

/** The name of an app, by which its cloud knows it. */
function appOf(address: Address, inputs: JsonObject): string | null {
  return new Fields(address, inputs).textOrNull('app');
}
