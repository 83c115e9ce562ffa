import type { AnonymousDeclaration, PushImage } from '../../../ports/push-image';
import type { EngineContext } from '../../../ports/engine';
import type { Owner } from '../../../resources/owner';
import type { OpenMember, ResourceRecord } from '../../../state/state';
import type { AnonymousClusterInputs } from '../../../resources/cluster';
import { decodeCluster } from '../../../resources/cluster';
import { decodeAnonymousOutputs } from '../../../resources/anonymous-outputs';
import type { KeyedInstance } from '../api/anonymous-calls';
import type { HelixCloudClient } from '../api/client';
import type { CallOptions } from '../../http/retries';
import type { MemberEnvironment } from '../operations/member-operation';
import { LeaseLost } from '../operations/operation-failure';
import { findKeyed } from './find-keys';
import type { KeysFile } from './keys-file';

/** The surroundings of operations on instances without an account. */
export interface AnonymousEnvironment extends MemberEnvironment {
  readonly keys: KeysFile;
  readonly variable: (name: string) => string | undefined;
  /** The table of an instance; null for one that is no longer declared. */
  readonly declared: (name: string) => AnonymousDeclaration | null;
  readonly pushImage: PushImage;
}

/** One operation on an instance. */
export interface AnonymousSite {
  readonly environment: AnonymousEnvironment;
  readonly member: OpenMember;
  readonly client: HelixCloudClient;
  readonly endpoint: string;
  readonly owner: Owner;
  readonly call: CallOptions;
  readonly phase: (phase: string) => void;
  readonly signal: AbortSignal;
  readonly stopping: AbortSignal;
}

export function siteOf(
  member: OpenMember,
  record: ResourceRecord,
  environment: AnonymousEnvironment,
  context: EngineContext,
): AnonymousSite {
  const { endpoint } = anonymousInputs(record);
  const { address } = member;
  return {
    environment,
    member,
    client: environment.clients(endpoint),
    endpoint,
    owner: environment.ownerOf(address),
    call: {
      before: () => {
        try {
          context.assertHeld();
        } catch (error) {
          throw new LeaseLost(error);
        }
      },
      signal: context.signal,
    },
    phase: (phase) => context.onEvent({ address, phase }),
    signal: context.signal,
    stopping: context.stopping,
  };
}

/** Returns the inputs of a record of an instance. */
export function anonymousInputs({ address, inputs }: ResourceRecord): AnonymousClusterInputs {
  const decoded = decodeCluster(address, inputs);
  if (decoded.type !== 'anonymous') throw new Error(`${address} is not anonymous`);
  return decoded;
}

/** Finds the instance of a record with its key. @throws HelixError `auth` without a key */
export function keyedOf(
  record: ResourceRecord,
  environment: Pick<AnonymousEnvironment, 'keys' | 'variable' | 'declared'>,
): Promise<KeyedInstance> {
  const { instanceId } = decodeAnonymousOutputs(record.address, record.outputs);
  const { endpoint } = anonymousInputs(record);
  const places = { file: environment.keys, variable: environment.variable, endpoint };
  return findKeyed(places, instanceId, environment.declared(record.name)?.deploymentKey ?? null);
}
