import type { Existing } from '../../../ports/engine';
import { encodeAnonymousOutputs } from '../../../resources/anonymous-outputs';
import type { AnonymousInstance } from '../api/anonymous-calls';
import type { JsonObject } from '../../../values/json';

/**
 * An instance in the words of a record. The reference of its image tells what it runs; `inputs` names the digest of the files
 * that this is built from, where it is known.
 */
export function existingInstance(instance: AnonymousInstance, inputs: JsonObject = {}): Existing {
  return {
    inputs: { region: instance.region, ...inputs },
    outputs: encodeAnonymousOutputs({
      instanceId: instance.instance_id,
      endpointUrl: instance.endpoint,
      endsAt: instance.expires_at,
      imageReference: instance.image,
      claimUrl: instance.claim_url,
    }),
    status: instance.state === 'failed' ? 'failed' : 'ready',
  };
}
