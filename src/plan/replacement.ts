import type { Effect, ReplacementRules } from '../clouds/replacement';
import type { Json } from '../values/json';
import type { ResourceKind } from '../values/resource';

/** Inputs that place a resource in a stack: another stack makes it anew. */
const PLACES: readonly string[] = ['provider', 'account', 'region'];

/**
 * The effect of the edit of one input of an instance or repository, by its dotted path. The edit of an unknown input is
 * an update.
 */
export function effectOf(
  rules: ReplacementRules,
  kind: ResourceKind,
  { path, before, after }: { path: string; before: Json | undefined; after: Json | undefined },
  machine: { readonly wasSpot: boolean },
): Effect {
  if (PLACES.includes(path)) return 'replace';
  const { 'instance_type family': anotherFamily } = rules.stricter;
  if (path === 'instance_type' && anotherFamily !== undefined && familyOf(before) !== familyOf(after)) {
    return anotherFamily.effect;
  }
  const name = caseOf(path, before ?? null, after ?? null, machine);
  return rules.stricter[name]?.effect ?? observedEffect(rules, kind, name);
}

/** Whether one of the revisions that replace what exists lies between two lowerings of the same inputs. */
export function replacesBetween(
  before: Json | undefined,
  after: Json | undefined,
  replacing: readonly number[],
): boolean {
  const [from, to] = [Number(before ?? 0), Number(after ?? 0)];
  return replacing.some((revision) => from < revision && revision <= to);
}

function observedEffect({ observed }: ReplacementRules, kind: ResourceKind, name: string): Effect {
  const effect = observed[kind]?.[name];
  return effect === 'replace' || effect === 'nothing' ? effect : 'update';
}

/** The case in the rules that an edit belongs to. */
function caseOf(path: string, before: Json, after: Json, { wasSpot }: { readonly wasSpot: boolean }): string {
  const [key = path] = path.split('.');
  switch (key) {
    case 'instance_type':
      return wasSpot ? 'instance_type spot' : key;
    case 'spot':
      return after === true ? 'spot on' : 'spot off';
    case 'ssh_key':
    case 'subnet_id':
      return after === null ? `${key} removed` : key;
    case 'env':
    case 'secrets':
      return isReference(before) && isReference(after) ? `${key} reference` : key;
    case 'disk':
      return path === 'disk.size_gb' ? sizeCase(path, before, after) : path;
    case 'own_disk_gb':
    case 'volume_initial_size':
      return sizeCase(path, before, after);
    default:
      return key;
  }
}

function sizeCase(path: string, before: Json, after: Json): string {
  const isSmaller = typeof before === 'number' && typeof after === 'number' && after < before;
  return `${path} ${isSmaller ? 'smaller' : 'larger'}`;
}

/** Whether Helix hands the value over, so that an edit changes only its origin. */
function isReference(value: Json): boolean {
  return typeof value === 'string' && /^(env|secret):/.test(value);
}

/** The family of a type of machine, which its name begins with: `vc2-2c-4gb` -> `vc2`. */
function familyOf(type: Json | undefined): string | null {
  return typeof type === 'string' ? (type.split(/[-._]/)[0] ?? null) : null;
}
