import { HelixError } from '../../../errors';
import type { Json, JsonObject } from '../../../values/json';

/** What Terraform would do with one address. */
export type FoundAction = 'no-op' | 'create' | 'update' | 'replace' | 'delete';

export interface PlannedChange {
  readonly address: string;
  /** `unknown` with the reason why it is nothing that a stack of ours may hold. */
  readonly action: FoundAction | { readonly unknown: string };
  /** Terraform's own reason: `replace_because_cannot_update`. */
  readonly reason: string | null;
  /** What forces a replacement. */
  readonly replacePaths: readonly string[];
  /** Attributes that differ between before and after, or are known only after. */
  readonly changed: readonly string[];
  readonly before: JsonObject | null;
  readonly after: JsonObject | null;
}

/** A plan of Terraform's, as `show -json` tells it. */
export interface TerraformPlan {
  /** Managed addresses alone: reading data is nobody's change. */
  readonly changes: ReadonlyMap<string, PlannedChange>;
  /** What exists by Terraform's last look, by address: attributes. */
  readonly present: ReadonlyMap<string, JsonObject>;
  /** Values of the outputs that are known. */
  readonly outputs: JsonObject;
}

interface PlanDocument {
  readonly format_version?: string;
  readonly errored?: boolean;
  readonly resource_changes?: readonly ChangeDocument[];
  readonly prior_state?: { readonly values?: { readonly root_module?: ModuleDocument } };
  readonly planned_values?: { readonly outputs?: Readonly<Record<string, { readonly value?: Json }>> };
}

interface ModuleDocument {
  readonly resources?: readonly { address: string; mode: string; values?: JsonObject }[];
}

interface ChangeDocument {
  readonly address: string;
  readonly mode: string;
  readonly deposed?: string;
  readonly previous_address?: string;
  readonly action_reason?: string;
  readonly change: {
    readonly actions: readonly string[];
    readonly before?: JsonObject | null;
    readonly after?: JsonObject | null;
    readonly after_unknown?: JsonObject | boolean;
    readonly replace_paths?: readonly (readonly (string | number)[])[];
    readonly importing?: unknown;
  };
}

const ACTIONS: Readonly<Record<string, FoundAction>> = {
  'no-op': 'no-op',
  create: 'create',
  update: 'update',
  delete: 'delete',
  'delete,create': 'replace',
  'create,delete': 'replace',
};

/**
 * Reads what `show -json` printed.
 * @throws HelixError `refused` for a format that this version does not know, or a plan that is not whole
 */
export function readPlan(text: string): TerraformPlan {
  const document = JSON.parse(text) as PlanDocument;
  if (!/^1\./.test(document.format_version ?? '')) {
    throw new HelixError(
      'refused',
      `Terraform's plan has format ${document.format_version ?? 'unknown'}, which this version of Helix cannot read.`,
      { hint: 'Use a Terraform of version 1.x.' },
    );
  }
  if (document.errored === true) throw new HelixError('refused', "Terraform's plan is not whole.");
  const changes = new Map<string, PlannedChange>();
  for (const change of document.resource_changes ?? []) {
    if (change.mode !== 'managed') continue;
    // A deposed object is listed beside the living one.
    const key = change.deposed === undefined ? change.address : `${change.address} (${change.deposed})`;
    changes.set(key, plannedChange(change));
  }
  const present = new Map<string, JsonObject>();
  for (const { address, mode, values = {} } of document.prior_state?.values?.root_module?.resources ?? []) {
    if (mode === 'managed') present.set(address, values);
  }
  const outputs: Record<string, Json> = {};
  for (const [name, { value }] of Object.entries(document.planned_values?.outputs ?? {})) {
    if (value !== undefined) outputs[name] = value;
  }
  return { changes, present, outputs };
}

function plannedChange(document: ChangeDocument): PlannedChange {
  const { address, action_reason: reason = null, change } = document;
  const { before = null, after = null, replace_paths: paths = [] } = change;
  return {
    address,
    reason,
    before,
    after,
    action: actionOf(document),
    replacePaths: paths.map((path) => path.join('.')),
    changed: changedAttributes(before, after, change.after_unknown),
  };
}

function actionOf({ deposed, previous_address: previous, change }: ChangeDocument): PlannedChange['action'] {
  const { actions, importing } = change;
  if (deposed !== undefined) return { unknown: 'an earlier object of this address is still there' };
  if (previous !== undefined) return { unknown: `it was ${previous}` };
  if (importing !== undefined && importing !== null) return { unknown: 'it would be imported' };
  return ACTIONS[actions.join(',')] ?? { unknown: `Terraform calls it ${actions.join(', ')}` };
}

function changedAttributes(
  before: JsonObject | null,
  after: JsonObject | null,
  unknown: JsonObject | boolean | undefined,
): string[] {
  const names = new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})]);
  const later = typeof unknown === 'object' ? unknown : {};
  const isUnknown = (name: string) => hasTrue(later[name] ?? false);
  const differs = (name: string) => JSON.stringify(before?.[name]) !== JSON.stringify(after?.[name]);
  for (const name of Object.keys(later)) names.add(name);
  return [...names].filter((name) => isUnknown(name) || differs(name)).sort();
}

function hasTrue(value: Json): boolean {
  if (value === true) return true;
  return value !== null && typeof value === 'object' && Object.values(value).some((inner) => hasTrue(inner));
}
