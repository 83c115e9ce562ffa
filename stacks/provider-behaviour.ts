import { canonicalJson } from '../src/values/digest';
import type { Json, JsonObject } from '../src/values/json';
import { isObject } from '../src/values/is-object';

/** The action of the provider on an existing resource. */
export type ProviderAction = 'no-op' | 'update' | 'replace';

/** The observed effects of edits: type -> attribute (`root_block_device.volume_size`, `key_name added`) -> action. */
export type ProviderBehaviour = Readonly<Record<string, Readonly<Record<string, string>>>>;

const STRENGTH: readonly ProviderAction[] = ['no-op', 'update', 'replace'];

/**
 * The action of the provider when an attribute changes, from its observed behaviour; `undefined` is an attribute that is
 * not set. An edit that was never observed is an update.
 */
export function providerAction(
  behaviour: ProviderBehaviour,
  type: string,
  path: string,
  before: Json | undefined,
  after: Json | undefined,
): ProviderAction {
  if (canonicalJson(before ?? null) === canonicalJson(after ?? null)) return 'no-op';
  const rows = behaviour[type] ?? {};
  if (before === undefined && `${path} added` in rows) return actionIn(rows, `${path} added`);
  if (after === undefined && `${path} removed` in rows) return actionIn(rows, `${path} removed`);
  if (path in rows) return actionIn(rows, path);
  const [old, wanted] = [objectIn(before), objectIn(after)];
  const keys = [...new Set([...Object.keys(old), ...Object.keys(wanted)])];
  return keys.length === 0
    ? 'update'
    : strongest(keys.map((key) => providerAction(behaviour, type, `${path}.${key}`, old[key], wanted[key])));
}

/** The strongest of several actions, which is the action of all edits together. */
export function strongest(actions: readonly ProviderAction[]): ProviderAction {
  return STRENGTH[Math.max(0, ...actions.map((action) => STRENGTH.indexOf(action)))] ?? 'no-op';
}

function actionIn(rows: Readonly<Record<string, string>>, row: string): ProviderAction {
  return STRENGTH.find((action) => action === rows[row]) ?? 'update';
}

/** The object in a block, which Terraform's JSON may write as a list of one. */
function objectIn(value: Json | undefined): JsonObject {
  const one = Array.isArray(value) && value.length === 1 ? (value as readonly Json[])[0] : value;
  return isObject(one) ? one : {};
}
