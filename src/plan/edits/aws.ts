import type { Json, JsonObject } from '../../values/json';
import type { ResourceKind } from '../../values/resource';
import { REPLACED_OUTSIDE, REPLACING_LOWERINGS } from '../../values/lowering';
import seen from './aws.json';

/** What an edit comes to. `nothing`: no resource of the cloud is another for it. */
export type Edit = 'update' | 'replace' | 'nothing';

/** Where the provider does less than the cloud needs: the case -> what it takes, and why. */
const STRICTER: Readonly<Record<string, { readonly edit: Edit; readonly because: string }>> = {
  'disk.size_gb smaller': { edit: 'replace', because: 'no cloud makes a disk smaller' },
  'instance_type spot': { edit: 'replace', because: 'a one-time spot machine cannot be stopped' },
  'spot off': { edit: 'replace', because: 'the provider does not notice it' },
  'ssh_key removed': { edit: 'replace', because: 'the provider does not notice it' },
  'subnet_id removed': { edit: 'replace', because: 'the provider does not notice it' },
  'secrets reference': { edit: 'replace', because: 'a machine reads its secrets when it starts' },
  'env reference': { edit: 'replace', because: 'a machine reads its secrets when it starts' },
};

/** What belongs to a stack of its own, and can only be made anew there. */
const ELSEWHERE: readonly string[] = ['provider', 'region'];

/**
 * What the edit of one input of an instance or repository on AWS comes to, by its dotted path. `beforeInputs` are all
 * inputs on record. An input that is not known is an update.
 */
export function editOf(
  kind: ResourceKind,
  path: string,
  before: Json | undefined,
  after: Json | undefined,
  beforeInputs: JsonObject,
): Edit {
  if (ELSEWHERE.includes(path) || path === REPLACED_OUTSIDE) return 'replace';
  if (path === 'lowering') return lowered(before, after, REPLACING_LOWERINGS);
  const found = caseOf(path, before ?? null, after ?? null, beforeInputs);
  return STRICTER[found]?.edit ?? seenEdit(kind, found);
}

/** What it takes to bring what one Helix has lowered to what another makes of the same inputs. */
export function lowered(
  before: Json | undefined,
  after: Json | undefined,
  replacing: readonly number[],
): Exclude<Edit, 'nothing'> {
  const [from, to] = [Number(before ?? 0), Number(after ?? 0)];
  return replacing.some((revision) => from < revision && revision <= to) ? 'replace' : 'update';
}

/** Where Helix is stricter than the provider: the cases, and why. */
export function stricterThanProvider(): {
  readonly case: string;
  readonly edit: Edit;
  readonly because: string;
}[] {
  return Object.entries(STRICTER).map(([name, { edit, because }]) => ({ case: name, edit, because }));
}

function seenEdit(kind: ResourceKind, found: string): Edit {
  const rows = seen as Readonly<Record<string, Readonly<Record<string, string>>>>;
  const edit = rows[kind]?.[found];
  return edit === 'replace' || edit === 'nothing' ? edit : 'update';
}

/** The row of the table that an edit belongs to. */
function caseOf(path: string, before: Json, after: Json, beforeInputs: JsonObject): string {
  const [key = path] = path.split('.');
  switch (key) {
    case 'instance_type':
      return beforeInputs['spot'] === true ? 'instance_type spot' : key;
    case 'spot':
      return after === true ? 'spot on' : 'spot off';
    case 'ssh_key':
    case 'subnet_id':
      return after === null ? `${key} removed` : key;
    case 'env':
    case 'secrets':
      return isReference(before) && isReference(after) ? `${key} reference` : key;
    case 'disk':
      return diskCase(path, before, after);
    default:
      return key;
  }
}

function diskCase(path: string, before: Json, after: Json): string {
  if (path !== 'disk.size_gb') return path;
  return typeof before === 'number' && typeof after === 'number' && after < before
    ? 'disk.size_gb smaller'
    : 'disk.size_gb larger';
}

/** Something whose value Helix hands over: only where the value comes from is another. */
function isReference(value: Json): boolean {
  return typeof value === 'string' && /^(env|secret):/.test(value);
}
