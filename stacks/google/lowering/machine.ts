import { ComputeInstance } from '@cdktf/provider-google/lib/compute-instance';
import type { LoweredBlocks, Owner } from '../../cloud';
import { labelsOf } from '../labels';
import { literalEnv } from '../../lowering/machine-inputs';
import { machineOutputs } from '../../lowering/machine-outputs';
import { userData } from '../../lowering/user-data/user-data';
import { HELIX_LINEAGE, HELIX_SCOPE, helixExpiresAt, helixOp, literal } from '../../template';
import { MachineContext } from './machine-context';
import type { MachineSource } from '../../lowering/machine-source';
import { googleDialect } from './machine-dialect';
import { addAccount, addEnd, addPull, addSecrets } from './machine-identity';
import { addFirewall } from './machine-network';
import { schedulingOf } from './machine-scheduling';
import { versionName } from './machine-secrets';
import { fillPlaceholders } from './placeholders';

/** The blocks of one machine, in the order in which they depend on each other. */
export function machine(owner: Owner, source: MachineSource): LoweredBlocks {
  const context = new MachineContext(owner, source);
  const { stack, inputs, probes } = context;
  const { address } = owner;
  const account = addAccount(context);
  const { network, subnetwork } = addFirewall(context);
  const permissions = [...addPull(context, account), ...addSecrets(context, account)];
  const name = context.cloudName();
  const { zone, accelerator } = inputs;
  const id = `projects/${HELIX_SCOPE}/zones/${zone}/instances/${name}`;
  const primary = context.addPart('google_compute_instance', { by: 'import', id });
  const instance = new ComputeInstance(stack, primary, {
    name,
    zone,
    machineType: literal(inputs.machineType),
    bootDisk: {
      autoDelete: true,
      initializeParams: {
        image: `projects/ubuntu-os-cloud/global/images/family/ubuntu-2404-lts-${inputs.arch}`,
        size: inputs.disk.sizeGb,
        type: literal(inputs.disk.type),
        // Another label would replace the machine: the user's are on the machine alone.
        labels: labelsOf(owner, {}),
      },
    },
    networkInterface: [
      {
        ...(subnetwork === null ? { network } : { subnetwork }),
        ...(inputs.publicIp ? { accessConfig: [{}] } : {}),
      },
    ],
    serviceAccount: { email: account.email, scopes: ['cloud-platform'] },
    scheduling: schedulingOf(inputs),
    ...(accelerator === null ? {} : { guestAccelerator: [accelerator] }),
    metadata: metadataOf(context),
    labels: { ...context.labels(), 'helix-op': helixOp(address) },
    tags: [context.shortName()],
    // Otherwise a plan says update, and the apply fails.
    allowStoppingForUpdate: true,
    deletionProtection: false,
    // The machine uses them when it starts.
    ...(permissions.length === 0 ? {} : { dependsOn: permissions }),
  });
  addEnd(context, account, instance);
  return {
    ...stack.blocks(),
    primary,
    outputs: machineOutputs(primary, ADDRESSES, inputs),
    probes,
    secrets: Object.fromEntries(
      context.secrets.flatMap(({ variable, written }) =>
        written === null ? [] : [[`${address} ${variable}`, written]],
      ),
    ),
  };
}

/** The addresses of a machine, within its network interface. */
const ADDRESSES = {
  public: 'network_interface.0.access_config.0.nat_ip',
  private: 'network_interface.0.network_ip',
};

function metadataOf(context: MachineContext): Record<string, string> {
  const { owner, inputs, expires } = context;
  const { address } = owner;
  return {
    'user-data': fillPlaceholders(userDataOf(context), address),
    'helix-address': address,
    'helix-lineage': HELIX_LINEAGE,
    ...(expires ? { 'helix-expires-at': helixExpiresAt(address) } : {}),
    // Keys of the project and of its members do not log in to the machine.
    'block-project-ssh-keys': 'TRUE',
    'enable-oslogin': 'FALSE',
    ...(inputs.sshKey === null ? {} : { 'ssh-keys': literal(`helix:${inputs.sshKey.trim()}`) }),
  };
}

function userDataOf({ owner, image, inputs, secrets }: MachineContext): string {
  const input = {
    address: owner.address,
    image: image.reference,
    registry: image.repository?.host ?? null,
    ports: inputs.ports,
    env: literalEnv(inputs.env),
    secrets: Object.fromEntries(secrets.map((secret) => [secret.variable, versionName(secret)])),
    expireItself: inputs.expireItself,
  };
  return userData(input, googleDialect());
}
