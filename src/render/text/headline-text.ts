import type { Change } from '../../plan/plan';
import type { Json, JsonObject } from '../../values/json';
import { HELIX_CLOUD_PROVIDER } from '../../values/resource';

/** Where something is and how big: `us-east-1, medium`, `aws eu-west-1, m6i.xlarge`. What changes below is left out. */
export function headlineText(change: Change): string {
  const where = [change.provider === HELIX_CLOUD_PROVIDER ? null : change.provider, change.region];
  return [where.filter((part) => part !== null).join(' '), sizeText(change)]
    .filter((part) => part !== null && part !== '')
    .join(', ');
}

/** The size as declared, else what the price was found for (a default's size, a chosen type), else what was asked for. */
function sizeText(change: Change): string | null {
  if (changesSize(change)) return null;
  const values = change.after ?? change.before;
  const priced = change.action === 'delete' ? change.cost?.pricedAs.before : change.cost?.pricedAs.after;
  return declaredSize(values) ?? priced ?? askedSize(values);
}

function changesSize(change: Change): boolean {
  if (change.action !== 'update' && change.action !== 'replace') return false;
  return change.attributes.some(({ path }) => SIZES.includes(path));
}

function declaredSize(values: JsonObject): string | null {
  const size: Json | undefined = SIZES.map((key) => values[key]).find((value) => typeof value === 'string');
  return typeof size === 'string' ? size : null;
}

function askedSize({ cpu, memory_gb: memory }: JsonObject): string | null {
  return typeof cpu === 'number' && typeof memory === 'number' ? `${cpu} vCPU, ${memory} GB` : null;
}

const SIZES = ['size', 'type', 'vm_size', 'instance_type'];
