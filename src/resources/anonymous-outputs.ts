import type { JsonObject } from '../values/json';
import type { Address } from '../values/resource';
import { Fields } from './fields';

/** The outputs of an instance without an account. */
export interface AnonymousOutputs {
  readonly instanceId: string;
  /** null: it has none yet. */
  readonly endpointUrl: string | null;
  /** When its cloud ends it. RFC 3339 UTC. */
  readonly endsAt: string;
  /** The image that it runs, by digest; null before the first. */
  readonly imageReference: string | null;
  /** The page where a person claims it. */
  readonly claimUrl: string;
}

export function encodeAnonymousOutputs(outputs: AnonymousOutputs): JsonObject {
  return {
    instance_id: outputs.instanceId,
    endpoint_url: outputs.endpointUrl,
    ends_at: outputs.endsAt,
    image_reference: outputs.imageReference,
    claim_url: outputs.claimUrl,
  };
}

/** Reads the outputs of an instance. Throws HelixError `state` for an invalid value. */
export function decodeAnonymousOutputs(address: Address, json: JsonObject): AnonymousOutputs {
  const fields = new Fields(address, json);
  return {
    instanceId: fields.text('instance_id'),
    endpointUrl: fields.textOrNull('endpoint_url'),
    endsAt: fields.text('ends_at'),
    imageReference: fields.textOrNull('image_reference'),
    claimUrl: fields.text('claim_url'),
  };
}

/** Returns when the cloud of a resource ends it by itself; null for one that it never ends. */
export function cloudEnd(json: JsonObject): string | null {
  const end = json['ends_at'];
  return typeof end === 'string' ? end : null;
}
