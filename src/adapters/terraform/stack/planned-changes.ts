import { HelixError } from '../../../errors';
import type { Json, JsonObject } from '../../../values/json';

/** The action that Terraform plans for an address. */
export type FoundAction = 'no-op' | 'create' | 'update' | 'replace' | 'delete';

export interface PlannedChange {
  readonly address: string;
  /** `unknown`, with the reason, for anything that a stack of Helix cannot contain. */
  readonly action: FoundAction | { readonly unknown: string };
  /** Terraform's own reason: `replace_because_cannot_update`. */
  readonly reason: string | null;
  /** The attributes that force a replacement. */
  readonly replacePaths: readonly string[];
  /** Attributes that differ between before and after, or are known only after. */
  readonly changed: readonly string[];
  /** The attributes that are known only after, at least in part. */
  readonly unknown: readonly string[];
  readonly before: JsonObject | null;
  readonly after: JsonObject | null;
}

/** Terraform's plan, as `show -json` prints it. */
export interface TerraformPlan {
  /** Changes of managed addresses; reading data is not a change. */
  readonly changes: ReadonlyMap<string, PlannedChange>;
  /** The attributes of what existed at Terraform's last refresh, by address. */
  readonly present: ReadonlyMap<string, JsonObject>;
  /** The known values of the outputs. */
  readonly outputs: JsonObject;
  /** The text that all this was read from; it holds secrets. */
  readonly document: string;
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
 * Reads the output of `show -json`.
 * @throws HelixError `refused` for an unknown format, or an incomplete plan
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
  if (document.errored === true) throw new HelixError('refused', "Terraform's plan is incomplete.");
  const changes = new Map<string, PlannedChange>();
  for (const change of document.resource_changes ?? []) {
    if (change.mode !== 'managed') continue;
    // A deposed object is listed beside the current one.
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
  return { changes, present, outputs, document: text };
}

function plannedChange(document: ChangeDocument): PlannedChange {
  const { address, action_reason: reason = null, change } = document;
  const { before = null, after = null, replace_paths: paths = [] } = change;
  const unknown = unknownAttributes(change.after_unknown);
  return {
    address,
    reason,
    before,
    after,
    action: actionOf(document),
    replacePaths: paths.map((path) => path.join('.')),
    changed: changedAttributes(before, after, unknown),
    unknown,
  };
}

function actionOf({ deposed, previous_address: previous, change }: ChangeDocument): PlannedChange['action'] {
  const { actions, importing } = change;
  if (deposed !== undefined) return { unknown: 'to remove an earlier object of this address' };
  if (previous !== undefined) return { unknown: `to rename it from ${previous}` };
  if (importing !== undefined && importing !== null) return { unknown: 'to import it' };
  return ACTIONS[actions.join(',')] ?? { unknown: `the unknown action ${actions.join(', ')}` };
}

function changedAttributes(
  before: JsonObject | null,
  after: JsonObject | null,
  unknown: readonly string[],
): string[] {
  const names = new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})]);
  const differs = (name: string) => JSON.stringify(before?.[name]) !== JSON.stringify(after?.[name]);
  return [...new Set([...[...names].filter(differs), ...unknown])].sort();
}

function unknownAttributes(unknown: JsonObject | boolean | undefined): string[] {
  const later = typeof unknown === 'object' ? unknown : {};
  return Object.keys(later)
    .filter((name) => hasTrue(later[name] ?? false))
    .sort();
}

function hasTrue(value: Json): boolean {
  if (value === true) return true;
  return value !== null && typeof value === 'object' && Object.values(value).some((inner) => hasTrue(inner));
}
