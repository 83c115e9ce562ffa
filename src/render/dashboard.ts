import { cloudNamed } from '../clouds';
import { deploymentOf } from '../resources/deployment';
import type { ResourceRecord } from '../state/state';

/**
 * Returns the page of a resource: by the template of the project, else the one in the console of its cloud; null where
 * nothing names one. `{id}`, `{name}` and `{blueprint_id}` of the template are filled in.
 */
export function dashboardUrl(record: ResourceRecord, template: string | null): string | null {
  const { id, blueprintId, dashboardUrl: own } = deploymentOf(record);
  if (id === null) return null;
  if (template !== null) return filledIn(template, { id, name: record.name, blueprint_id: blueprintId });
  if (own !== null) return own;
  const { provider, region, kind } = record;
  return kind === 'instance' ? (cloudNamed(provider)?.consolePage?.({ id, region }) ?? null) : null;
}

/** null where the template names a value that the resource does not have. */
function filledIn(template: string, values: Readonly<Record<string, string | number | null>>): string | null {
  const named = /\{(id|name|blueprint_id)\}/g;
  if ([...template.matchAll(named)].some(([, key = '']) => (values[key] ?? null) === null)) return null;
  return template.replaceAll(named, (_, key: string) => encodeURIComponent(values[key] ?? ''));
}
