import type { JsonObject } from '../src/values/json';
import type { Address } from '../src/values/resource';
import type { LostPart, ProbeBlocks, TerraformCloud } from './cloud';
import type { Probe, StackRef, TerraformAddress } from './lowered';
import { terraformCloud } from './registry';
import { helixIds, section, sortedText, stackHead } from './stack-text';
import type { StackSettings } from './stack-text';

/** What is looked for. */
export type Wanted = ReadonlyMap<TerraformAddress, { readonly probe: Probe; readonly op: string }>;

/**
 * A configuration that only looks: one plan of it tells, by its outputs, the ids of what is there. It takes the variable
 * `helix_lineage`, and nothing that it asks for has to exist.
 */
export function probeStackText(ref: StackRef, wanted: Wanted, settings: StackSettings): string {
  const cloud = terraformCloud(ref.provider);
  const probes = [...wanted].map(([address, { probe, op }]) => ({
    name: labelOf(address),
    ...lookFor(cloud, address, probe, op),
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
  cloud: TerraformCloud,
  address: TerraformAddress,
  probe: Probe,
  op: string,
): { readonly data: ProbeBlocks['data']; readonly ids: string | string[] } {
  switch (probe.by) {
    case 'op':
      return blocksOf(cloud, address, { op });
    case 'name':
      return blocksOf(cloud, address, { name: probe.name });
    case 'import':
      return { data: {}, ids: [probe.id] };
    case 'create':
      return { data: {}, ids: [] };
  }
}

function blocksOf(cloud: TerraformCloud, address: TerraformAddress, by: LostPart['by']): ProbeBlocks {
  const [type = ''] = address.split('.');
  const blocks = cloud.probe({ type, label: labelOf(address), by });
  if (blocks === null) throw new Error(`${address} cannot be found by its name`);
  return blocks;
}

/** `aws_iam_role.api` -> `aws_iam_role-api`: a type has no `-` in it, so no two become the same. */
function labelOf(address: TerraformAddress): string {
  return address.replace('.', '-');
}
