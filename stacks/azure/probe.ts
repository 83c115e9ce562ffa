import type { LostPart, ProbeBlocks } from '../cloud';
import { armTypeOf } from './arm-types';
import { listingsIn } from './listings';

/** Returns the data sources that look for a part by its ARM id, which is its name; null for a type that no part has. */
export function probeBlocks({ label, by }: LostPart): ProbeBlocks | null {
  if ('op' in by) return null;
  const type = armTypeOf(by.name);
  if (type === null) return null;
  const found = `data.azapi_resource.${label}`;
  return {
    data: {
      ...listingsIn(by.name),
      [found]: { type, resource_id: by.name, ignore_not_found: true, response_export_values: [] },
    },
    // Without a version the provider would import the part as the newest API describes it.
    ids: `\${${found}.exists ? ["\${${found}.resource_id}?api-version=${versionOf(type)}"] : []}`,
  };
}

function versionOf(type: string): string {
  return type.slice(type.indexOf('@') + 1);
}
