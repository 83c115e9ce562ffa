import type { ResourceRecord } from '../state/state';
import { clusterId } from './cluster';
import { BLUEPRINT_TAG } from './tags';
import { Fields } from './fields';

/** What the outside world calls a resource. */
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

/** Reads what the outside world calls a resource on record. Throws HelixError `state` for an invalid value. */
export function deploymentOf({ address, kind, inputs, outputs }: ResourceRecord): Deployment {
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
function appOf(address: ResourceRecord['address'], inputs: ResourceRecord['inputs']): string | null {
  return new Fields(address, inputs).textOrNull('app');
}
