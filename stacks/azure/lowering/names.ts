import type { Address } from '../../../src/values/resource';
import { boundedName } from '../../identifier';
import { HELIX_SCOPE, literal } from '../../template';

/** Azure allows 90 characters; the unique id takes nine of them. */
const GROUP_NAME = 81;

/** The name of the resource group of a resource, which nobody else has. */
export function groupName(name: string, id: string): string {
  return `${literal(boundedName(name, GROUP_NAME))}-${id}`;
}

export function groupId(name: string, id: string): string {
  return `/subscriptions/${HELIX_SCOPE}/resourceGroups/${groupName(name, id)}`;
}

/** The name of a container registry: letters and digits, at most 50, and nobody else in the world has it. */
export function registryName(name: string, id: string): string {
  return `${name.replaceAll(/[^A-Za-z0-9]/g, '').slice(0, 42)}${id}`;
}

/** `local.helix_id` of a resource that another stack may hold. */
export function helixIdAnywhere(address: Address): string {
  return `\${substr(sha256("\${var.helix_lineage} ${address}"), 0, 8)}`;
}
