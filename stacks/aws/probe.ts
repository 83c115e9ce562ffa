import type { JsonObject } from '../../src/values/json';
import type { LostPart, ProbeBlocks } from '../cloud';
import type { TerraformAddress } from '../lowered';
import { HELIX_LINEAGE } from '../template';

/** Returns the data sources that find a part of a resource on AWS; null for a type that cannot be listed by name. */
export function probeBlocks({ type, label, by }: LostPart): ProbeBlocks | null {
  return 'op' in by ? instanceOf(label, by.op) : named(type, label, by.name);
}

function instanceOf(label: string, op: string): ProbeBlocks {
  return listed(`data.aws_instances.${label}`, 'ids', {
    filter: [
      { name: 'tag:helix-op', values: [op] },
      { name: 'tag:helix-lineage', values: [HELIX_LINEAGE] },
    ],
    // A terminated instance stays listed for an hour.
    instance_state_names: ['pending', 'running', 'stopping', 'stopped'],
  });
}

function named(type: string, label: string, name: string): ProbeBlocks | null {
  switch (type) {
    case 'aws_security_group':
      return listed(`data.aws_security_groups.${label}`, 'ids', {
        filter: [{ name: 'group-name', values: [name] }],
      });
    case 'aws_iam_role':
      return listed(`data.aws_iam_roles.${label}`, 'names', { name_regex: `^${name}$` });
    case 'aws_ecr_repository':
      return ownRepository(label, name);
    default:
      return null;
  }
}

function listed(address: TerraformAddress, attribute: string, block: JsonObject): ProbeBlocks {
  return { data: { [address]: block }, ids: `\${tolist(${address}.${attribute})}` };
}

/** The user chose the name of a repository: only its tags prove the owner. */
function ownRepository(label: string, name: string): ProbeBlocks {
  const all = 'data.aws_ecr_repositories.all';
  const one = `data.aws_ecr_repository.${label}`;
  // The provider says null where there are none.
  const names = `(${all}.names == null ? [] : tolist(${all}.names))`;
  return {
    data: {
      [all]: {},
      [one]: {
        for_each: `\${toset([for name in ${names} : name if name == "${name}"])}`,
        name: '${each.value}',
      },
    },
    ids: `\${[for found in ${one} : found.name if lookup(found.tags, "helix-lineage", "") == var.helix_lineage]}`,
  };
}
