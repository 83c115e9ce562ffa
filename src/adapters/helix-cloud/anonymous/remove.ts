import type { ResourceRecord } from '../../../state/state';
import { decodeAnonymousOutputs } from '../../../resources/anonymous-outputs';
import { isCloudError } from '../api/cloud-error';
import { waitUntilSettled } from '../operations/settle';
import { OperationFailure } from '../operations/operation-failure';
import { keyedOf } from './site';
import type { AnonymousSite } from './site';

/** Deletes an instance and forgets its keys once it is gone. One that has ended by itself is gone already. */
export async function removeInstance(site: AnonymousSite, prior: ResourceRecord): Promise<void> {
  const { client, environment, call, phase, endpoint } = site;
  const { instanceId } = decodeAnonymousOutputs(prior.address, prior.outputs);
  const keyed = await keyedOf(prior, environment);
  phase('deleting');
  try {
    const { inTime } = await waitUntilSettled(
      await client.anonymous.delete(keyed, call),
      (instance) => instance === null,
      {
        read: () => client.anonymous.readStatus(keyed, call),
        clock: environment.clock,
        settings: environment.wait,
        signal: site.signal,
      },
    );
    if (!inTime) {
      throw new OperationFailure({ kind: 'timeout', message: `${instanceId} is still being deleted.` });
    }
  } catch (error) {
    if (!isCloudError(error, 'rejected', 'gone')) throw error;
  }
  await environment.keys.forget(endpoint, instanceId);
}
