import type { JsonObject } from '../src/values/json';
import type { Address } from '../src/values/resource';
import type { ListProbe, LostPart, ProbeBlocks, StackSettings, TerraformCloud } from './cloud';
import type { Probe, StackRef, TerraformAddress } from './lowered';
import { terraformCloud } from './registry';
import { localsOf, section, sortedText, stackHead } from './stack-text';
import { evaluatedName } from './template';

/** The lost parts, with the way to find each. */
export type Wanted = ReadonlyMap<TerraformAddress, { readonly probe: Probe; readonly op: string }>;

/**
 * A configuration of data sources alone: the outputs of its plan are the ids of what exists. It takes the variable
 * `helix_lineage`, and succeeds whether anything exists or not.
 */
export function probeStackText(ref: StackRef, wanted: Wanted, settings: StackSettings): string {
  const cloud = terraformCloud(ref.provider);
  const probes = [...wanted].map(([address, { probe, op }]) => ({
    name: labelOf(address),
    ...sourcesFor(cloud, address, probe, op),
  }));
  const addresses = [
    ...JSON.stringify([...wanted.values()]).matchAll(/local\.helix_id\[\\+"([^"\\]+)\\+"\]/g),
  ];
  return sortedText({
    ...stackHead(ref, settings, '>= 1.5.0'),
    variable: { helix_lineage: { type: 'string' } },
    locals: localsOf(settings, [...new Set(addresses.map(([, address]) => address as Address))]),
    ...section(
      'data',
      Object.assign({}, ...probes.map(({ data }) => data)) as Record<string, JsonObject>,
      'data.',
    ),
    output: Object.fromEntries(probes.map(({ name, ids }) => [name, { value: ids }])),
  });
}

/** The import ids that a plan found, by lost part. A person must choose among several. */
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

function sourcesFor(
  cloud: TerraformCloud,
  address: TerraformAddress,
  probe: Probe,
  op: string,
): { readonly data: ProbeBlocks['data']; readonly ids: string | string[] } {
  switch (probe.by) {
    case 'op':
      return blocksOf(cloud, address, { op });
    case 'name':
      return blocksOf(cloud, address, { name: withOp(probe.name, op) });
    case 'import':
      return { data: {}, ids: [withOp(probe.id, op)] };
    case 'create':
      return { data: {}, ids: [] };
  }
}

/** A probe has no variable for the value of `helix-op`, which is that of the creation to find. */
function withOp(template: string, op: string): string {
  return template.replaceAll(/\$\{var\.helix_op\["[^"]+"\]\}/g, op);
}

function blocksOf(cloud: TerraformCloud, address: TerraformAddress, by: LostPart['by']): ProbeBlocks {
  const blocks = probeOf(cloud, address, by);
  // The list is asked for elsewhere.
  return 'path' in blocks ? { data: {}, ids: '${[]}' } : blocks;
}

/** Returns the lists of the cloud's API in which lost parts are looked for, by part. */
export function listProbes(
  ref: StackRef,
  wanted: Wanted,
  lineage: string,
): ReadonlyMap<TerraformAddress, ListProbe> {
  const cloud = terraformCloud(ref.provider);
  const found = new Map<TerraformAddress, ListProbe>();
  for (const [address, { probe, op }] of wanted) {
    if (probe.by !== 'op' && probe.by !== 'name') continue;
    const by = probe.by === 'op' ? { op } : { name: evaluatedName(probe.name, lineage) };
    const list = probeOf(cloud, address, by);
    if ('path' in list) found.set(address, list);
  }
  return found;
}

function probeOf(
  cloud: TerraformCloud,
  address: TerraformAddress,
  by: LostPart['by'],
): ProbeBlocks | ListProbe {
  const [type = ''] = address.split('.');
  const probe = cloud.probe({ type, label: labelOf(address), by });
  if (probe === null) throw new Error(`${address} cannot be found by its name`);
  return probe;
}

/** `acme_role.api` -> `acme_role-api`: unique, because a type contains no `-`. */
function labelOf(address: TerraformAddress): string {
  return address.replace('.', '-');
}
