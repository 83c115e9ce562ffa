import { ComputeFirewall } from '@cdktf/provider-google/lib/compute-firewall';
import { DataGoogleComputeNetworks } from '@cdktf/provider-google/lib/data-google-compute-networks';
import { DataGoogleComputeSubnetwork } from '@cdktf/provider-google/lib/data-google-compute-subnetwork';
import { digestOfText } from '../../../src/values/digest';
import { descriptionOf } from '../labels';
import { HELIX_SCOPE, literal } from '../../template';
import type { MachineContext } from './machine-context';

/** The network of a machine, as its interface and its firewall name it. */
export interface MachineNetwork {
  readonly network: string;
  /** null: the one of the default network in the region. */
  readonly subnetwork: string | null;
}

const EVERYBODY = ['0.0.0.0/0'];

/** The order of the rules: the listed ports and networks first, then the denial, then what the network allows by itself. */
const PRIORITY = { allow: 500, deny: 600 };

/**
 * Adds the rules of a machine's firewall, which a network tag of its own binds to it: the listed ports, SSH from the listed
 * networks, and nothing else, although the default network opens SSH and RDP to everybody.
 */
export function addFirewall(machine: MachineContext): MachineNetwork {
  const { ports, sshCidrs, subnetId } = machine.inputs;
  const place = subnetId === null ? inDefaultNetwork(machine) : inSubnetwork(machine, subnetId);
  const allow = (suffix: string, sourceRanges: readonly string[], open: readonly number[]) => {
    const allowed = [{ protocol: 'tcp', ports: open.map((port) => `${port}`) }];
    addRule(machine, place, suffix, {
      priority: PRIORITY.allow,
      sourceRanges: [...sourceRanges],
      allow: allowed,
    });
  };
  const open = [...new Set(ports)].sort((a, b) => a - b);
  if (open.length > 0) allow('-ports', EVERYBODY, open);
  if (sshCidrs.length > 0) allow('-ssh', [...new Set(sshCidrs)].sort(), [22]);
  addRule(machine, place, '-deny', {
    priority: PRIORITY.deny,
    sourceRanges: EVERYBODY,
    deny: [{ protocol: 'all' }],
  });
  return place.network;
}

interface Place {
  readonly network: MachineNetwork;
  readonly lifecycle?: NonNullable<ConstructorParameters<typeof ComputeFirewall>[2]['lifecycle']>;
}

function addRule(
  machine: MachineContext,
  { network: { network }, ...guard }: Place,
  suffix: string,
  rule: Pick<
    ConstructorParameters<typeof ComputeFirewall>[2],
    'priority' | 'sourceRanges' | 'allow' | 'deny'
  >,
): void {
  const { subnetId } = machine.inputs;
  // A rule stays in its network: another one has another name.
  const mark = subnetId === null ? '' : `-${digestOfText(subnetId).slice(0, 4)}`;
  const name = machine.cloudName(`${suffix}${mark}`);
  const id = `projects/${HELIX_SCOPE}/global/firewalls/${name}`;
  const part = machine.addPart('google_compute_firewall', { by: 'import', id }, suffix);
  new ComputeFirewall(machine.stack, part, {
    name,
    network,
    direction: 'INGRESS',
    ...rule,
    targetTags: [machine.shortName()],
    description: descriptionOf(machine.owner),
    ...guard,
  });
}

function inDefaultNetwork({ stack, owner }: MachineContext): Place {
  const networks = new DataGoogleComputeNetworks(stack, 'data.google_compute_networks.all', {});
  return {
    network: { network: 'default', subnetwork: null },
    lifecycle: {
      precondition: [
        {
          condition: `\${contains(${networks.fqn}.networks, "default")}`,
          errorMessage: `There is no default network in the project: give ${owner.address} a subnet_id, or make one with \`gcloud compute networks create default\`.`,
        },
      ],
    },
  };
}

function inSubnetwork({ stack, region }: MachineContext, subnetId: string): Place {
  // An id need not be a valid Terraform identifier.
  const name = /^[A-Za-z][\w-]*$/.test(subnetId) ? subnetId : `subnet_${digestOfText(subnetId).slice(0, 8)}`;
  const by = subnetId.includes('/') ? { selfLink: literal(subnetId) } : { name: literal(subnetId), region };
  const subnetwork = new DataGoogleComputeSubnetwork(stack, `data.google_compute_subnetwork.${name}`, by);
  return { network: { network: subnetwork.network, subnetwork: subnetwork.selfLink } };
}
