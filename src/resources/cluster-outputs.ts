import type { JsonObject } from '../values/json';
import type { Address } from '../values/resource';
import { Fields } from './fields';
import type { Owner } from './owner';

/** The outputs of a cluster as its cloud shows it. */
export interface SeenClusterOutputs {
  /** null: it has none yet. */
  readonly endpointUrl: string | null;
  /** Tells a cluster from one that is created under its id later. */
  readonly incarnation: string;
  /** The real size, which may be the default of the region. */
  readonly size: string;
  readonly vcpu: number;
  readonly memoryGb: number;
  readonly createdAt: string;
}

/** The outputs of a cluster on record; null for a value that is not known. */
export interface ClusterOutputs extends Readonly<
  Record<'endpointUrl' | 'incarnation' | 'size' | 'createdAt', string | null>
> {
  readonly vcpu: number | null;
  readonly memoryGb: number | null;
  /** An apply gave up waiting for it: it never ran, and the next plan replaces it. */
  readonly neverRan: boolean;
  /** The service refused the queries of the last deployment: those deployed before run. */
  readonly refusedQueries: boolean;
  /** The owner that it is taken from; null: nobody. */
  readonly adoptedFrom: Owner | null;
}

export function encodeSeenClusterOutputs(outputs: SeenClusterOutputs): JsonObject {
  return {
    endpoint_url: outputs.endpointUrl,
    incarnation: outputs.incarnation,
    size: outputs.size,
    vcpu: outputs.vcpu,
    memory_gb: outputs.memoryGb,
    created_at: outputs.createdAt,
  };
}

/** Returns the outputs with a note for the next plan that the cluster never ran. */
export function withNeverRan(outputs: JsonObject): JsonObject {
  return { ...outputs, never_ran: true };
}

/** Returns the outputs with a note that the service refused the queries of the last deployment. */
export function withRefusedQueries(outputs: JsonObject): JsonObject {
  return { ...outputs, refused_queries: true };
}

/** Returns the outputs with the owner that the cluster is taken from: an adoption fails if another owner has it by then. */
export function withAdoption(outputs: JsonObject, from: Owner | null): JsonObject {
  return { ...outputs, adopted_from: from && { ...from } };
}

/** Reads the outputs of a cluster. Throws HelixError `state` for an invalid value. */
export function decodeClusterOutputs(address: Address, json: JsonObject): ClusterOutputs {
  const fields = new Fields(address, json);
  return {
    endpointUrl: fields.textOrNull('endpoint_url'),
    incarnation: fields.textOrNull('incarnation'),
    size: fields.textOrNull('size'),
    vcpu: fields.numberOrNull('vcpu'),
    memoryGb: fields.numberOrNull('memory_gb'),
    createdAt: fields.textOrNull('created_at'),
    neverRan: fields.flag('never_ran', false),
    refusedQueries: fields.flag('refused_queries', false),
    adoptedFrom: decodeOwner(fields.within('adopted_from')),
  };
}

function decodeOwner(fields: Fields | null): Owner | null {
  return (
    fields && {
      lineage: fields.text('lineage'),
      workspace: fields.text('workspace'),
      address: fields.text('address'),
    }
  );
}
