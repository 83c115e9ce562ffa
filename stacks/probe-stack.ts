import type { JsonObject } from '../src/values/json';
import type { Address } from '../src/values/resource';
import type { Probe, StackRef, TerraformAddress } from './lowered';
import { HELIX_LINEAGE } from './template';
import { helixIds, section, sortedText, stackHead, type StackSettings } from './stack-text';

/** What is looked for. */
export type Wanted = ReadonlyMap<TerraformAddress, { readonly probe: Probe; readonly op: string }>;

/**
 * A configuration that only looks: one plan of it tells, by its outputs, the ids of what is there. It takes the variable
 * `helix_lineage`, and nothing that it asks for has to exist.
 */
export function probeStackText(ref: StackRef, wanted: Wanted, settings: StackSettings): string {
  const probes = [...wanted].map(([address, { probe, op }]) => ({
    name: labelOf(address),
    ...lookFor(address, probe, op),
  }));
  const addresses = [
    ...JSON.stringify([...wanted.values()]).matchAll(/local\.helix_id\[\\+"([^"\\]+)\\+"\]/g),
  ];
  return sortedText({
    ...stackHead(ref, settings, '>= 1.5.0'),
    variable: { helix_lineage: { type: 'string' } },
    locals: { helix_id: helixIds([...new Set(addresses.map(([, address]) => address as Address))]) },
    ...section(
      'data',
      Object.assign({}, ...probes.map(({ data }) => data)) as Record<string, JsonObject>,
      'data.',
    ),
    output: Object.fromEntries(probes.map(({ name, ids }) => [name, { value: ids }])),
  });
}

/** The import ids of what was found, by what was looked for; more than one is for a person to decide. */
export function foundIn(
  wanted: Wanted,
  outputs: JsonObject,
): ReadonlyMap<TerraformAddress, readonly string[]> {
  return new Map(
    [...wanted.keys()].map((address) => {
      const ids = outputs[labelOf(address)];
      return [address, Array.isArray(ids) ? ids.filter((id) => typeof id === 'string').sort() : []];
    }),
  );
}

function lookFor(
  address: TerraformAddress,
  probe: Probe,
  op: string,
): { readonly data: Record<TerraformAddress, JsonObject>; readonly ids: string | string[] } {
  switch (probe.by) {
    case 'op':
      return listed(`data.aws_instances.${labelOf(address)}`, 'ids', {
        filter: [
          { name: 'tag:helix-op', values: [op] },
          { name: 'tag:helix-lineage', values: [HELIX_LINEAGE] },
        ],
        // What is terminated stays listed for an hour.
        instance_state_names: ['pending', 'running', 'stopping', 'stopped'],
      });
    case 'name':
      return byName(address, probe.name);
    case 'import':
      return { data: {}, ids: [probe.id] };
    case 'create':
      return { data: {}, ids: [] };
  }
}

function byName(address: TerraformAddress, name: string) {
  const [type = ''] = address.split('.');
  const label = labelOf(address);
  switch (type) {
    case 'aws_security_group':
      return listed(`data.aws_security_groups.${label}`, 'ids', {
        filter: [{ name: 'group-name', values: [name] }],
      });
    case 'aws_iam_role':
      return listed(`data.aws_iam_roles.${label}`, 'names', { name_regex: `^${name}$` });
    case 'aws_ecr_repository':
      return ofOurs(label, name);
    default:
      throw new Error(`${address} cannot be found by its name`);
  }
}

function listed(address: TerraformAddress, attribute: string, block: JsonObject) {
  return { data: { [address]: block }, ids: `\${tolist(${address}.${attribute})}` };
}

/** A repository has a name that the user gave it: only its tags tell whose it is. */
function ofOurs(label: string, name: string) {
  const all = 'data.aws_ecr_repositories.all';
  const one = `data.aws_ecr_repository.${label}`;
  // Where there are none the provider says null.
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

/** `aws_iam_role.api` -> `aws_iam_role-api`: a type has no `-` in it, so no two become the same. */
function labelOf(address: TerraformAddress): string {
  return address.replace('.', '-');
}
