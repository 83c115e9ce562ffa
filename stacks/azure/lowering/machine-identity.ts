import type { TerraformAddress } from '../../lowered';
import { HELIX_LINEAGE, HELIX_SCOPE, helixOp } from '../../template';
import { ARM_TYPES } from '../arm-types';
import { listedIds, listingsIn, VAULTS } from '../listings';
import { PlainData } from '../../lowering/plain-data';
import type { MachineContext } from './machine-context';
import { vaultsOf } from './machine-secrets';

/** A role that a machine's identity has in one place. */
interface Grant {
  /** The name of the part: `pull`. */
  readonly part: string;
  /** The number of a role that Azure defines. */
  readonly role: string;
  /** The ARM id of what it is for, as it is written before there is one. */
  readonly scope: string;
  /** The part that must be there before; null where it is in another stack. */
  readonly within: TerraformAddress | null;
  /** The condition under which the scope is known, and the message where it is not; null: it is. */
  readonly found: { readonly condition: string; readonly message: string } | null;
}

const PULL = '7f951dda-4ed3-4680-a7ca-43fe172d538d';
const CONTRIBUTE = 'b24988ac-6180-42a0-ab88-20f7382dd24c';
const READ_SECRETS = '4633458b-17de-408a-b874-0445c86b69e6';

/**
 * Adds the identity of a machine, with the roles that it needs, and returns its ARM id and the addresses of its roles; null
 * for a machine that needs none.
 */
export function addIdentity(
  machine: MachineContext,
): { readonly id: string; readonly roles: readonly TerraformAddress[] } | null {
  const grants = grantsOf(machine);
  if (grants.length === 0) return null;
  const id = machine.addGroupPart('identity', machine.tags(), {
    type: ARM_TYPES.identity,
    name: 'identity',
    body: {},
    response_export_values: { principal: 'properties.principalId' },
  });
  const listings = listingsIn(JSON.stringify(grants));
  for (const [address, block] of Object.entries(listings)) new PlainData(machine.stack, address, block);
  return { id, roles: grants.map((grant) => addRole(machine, grant)) };
}

function grantsOf(machine: MachineContext): Grant[] {
  const { image, inputs, secrets, groupId } = machine;
  const { acr } = image;
  const grants = vaultsOf(secrets).map(readGrant);
  if (acr !== null) {
    grants.unshift({ part: 'pull', role: PULL, scope: acr.id, within: null, found: acr.found });
  }
  if (inputs.expireItself) {
    // The machine ends itself by ending its own group.
    const within = machine.partAddress('group');
    grants.push({ part: 'end', role: CONTRIBUTE, scope: groupId, within, found: null });
  }
  return grants;
}

function readGrant(vault: string): Grant {
  const ids = listedIds(VAULTS, vault);
  return {
    part: `read-${vault}`,
    role: READ_SECRETS,
    scope: `\${one(${ids})}`,
    within: null,
    found: {
      condition: `\${length(${ids}) == 1}`,
      message: `The subscription has no key vault ${vault}, so the machine cannot be allowed to read its secrets.`,
    },
  };
}

function addRole(machine: MachineContext, { part, role, scope, within, found }: Grant): TerraformAddress {
  const { address } = machine.owner;
  // The identity of an assignment never changes: another machine, or another try to make it, has another one.
  const name = `\${uuidv5("oid", "${HELIX_LINEAGE} ${address} ${part} ${helixOp(address)}")}`;
  const definitions = `/subscriptions/${HELIX_SCOPE}/providers/Microsoft.Authorization/roleDefinitions`;
  machine.addPart(part, `${scope}/providers/Microsoft.Authorization/roleAssignments/${name}`, {
    type: ARM_TYPES.role,
    parent_id: within === null ? scope : `\${${within}.id}`,
    name,
    body: {
      properties: {
        roleDefinitionId: `${definitions}/${role}`,
        principalId: `\${${machine.partAddress('identity')}.output.principal}`,
        principalType: 'ServicePrincipal',
      },
    },
    replace_triggers_refs: ['properties.principalId', 'properties.roleDefinitionId'],
    // A new identity is not known everywhere at once.
    retry: { error_message_regex: ['PrincipalNotFound'] },
    ...(found !== null && {
      lifecycle: { precondition: [{ condition: found.condition, error_message: found.message }] },
    }),
  });
  return machine.partAddress(part);
}
