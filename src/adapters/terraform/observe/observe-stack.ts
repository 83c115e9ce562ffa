import { outputsOf } from '../../../../stacks';
import type { Lowered, TerraformCloud } from '../../../../stacks';
import type { Observation } from '../../../ports/engine';
import { encodeDriftNotes } from '../../../resources/drift-notes';
import type { ResourceRecord } from '../../../state/state';
import type { Json, JsonObject } from '../../../values/json';
import type { Address } from '../../../values/resource';
import type { Terraform } from '../program/terraform';
import type { PlannedChange, TerraformPlan } from '../stack/planned-changes';
import { recordedLowered } from '../stack/stack-run';
import type { StackRun } from '../stack/stack-run';
import type { WorkDirectory } from '../stack/work-directory';
import { driftTexts } from './drift-text';

/**
 * Observes the resources of one stack by a plan of its recorded blocks: whatever Terraform would change has drifted.
 * Works in a directory of its own, which it removes.
 */
export async function observeStack(
  run: StackRun,
  records: readonly ResourceRecord[],
  deps: {
    readonly terraform: Terraform;
    readonly directory: WorkDirectory;
    readonly isStopped: TerraformCloud['isStopped'];
  },
): Promise<ReadonlyMap<Address, Observation>> {
  const { terraform, directory, isStopped } = deps;
  // Nothing is known without Terraform's state.
  if (run.before === null) return new Map();
  try {
    await directory.write({ text: run.text, variables: run.variables, state: run.before.text });
    for (const [address, { tainted }] of run.before.objects) {
      if (tainted) await terraform.untaint(directory, address);
    }
    const plan = await terraform.plan(directory, { file: 'observe.tfplan', lock: false });
    return new Map(
      records.flatMap((record) => {
        const lowered = recordedLowered(record);
        if (lowered === null) return [];
        return [[record.address, observationOf(record, lowered, plan, run, isStopped)]];
      }),
    );
  } finally {
    await directory.remove();
  }
}

function observationOf(
  record: ResourceRecord,
  lowered: Lowered,
  { changes, present }: TerraformPlan,
  { text, before }: StackRun,
  isStopped: TerraformCloud['isStopped'],
): Observation {
  const parts = Object.keys(lowered.resources);
  if (!parts.some((part) => present.has(part))) return { state: 'gone' };
  const blocks = blocksIn(text);
  const repairable: Record<string, Json> = {};
  const replacing: Record<string, Json> = {};
  const primary = present.get(lowered.primary);
  const isGone = primary === undefined && (before?.objects.has(lowered.primary) ?? false);
  for (const part of parts) {
    const change = changes.get(part);
    if (change === undefined || (isGone && part === lowered.primary)) continue;
    // A plan must show that only a replacement repairs the primary part; the others have nothing to lose.
    const isRepairable = change.action !== 'replace' || part !== lowered.primary;
    Object.assign(isRepairable ? repairable : replacing, differencesOf(part, change, blocks(part)));
  }
  return {
    state: 'present',
    existing: {
      inputs: encodeDriftNotes({ repairable, replacing, isGone }),
      outputs: primary === undefined ? {} : outputsOf(lowered, (address) => present.get(address)),
      status: statusOf(record, primary, isStopped),
    },
  };
}

function statusOf(
  { status }: ResourceRecord,
  primary: JsonObject | undefined,
  isStopped: TerraformCloud['isStopped'],
): 'failed' | 'stopped' | 'ready' {
  if (primary === undefined || status === 'failed') return 'failed';
  return isStopped(primary) ? 'stopped' : 'ready';
}

/** The actual values of the attributes that drifted: `acme_firewall.ingress` -> `10.0.0.0/8, 22`. */
function differencesOf(
  part: string,
  { action, before, after, changed }: PlannedChange,
  block: JsonObject,
): Record<string, Json> {
  const type = part.split('.')[0] ?? part;
  if (action === 'create') return { [type]: 'gone' };
  if (action !== 'update' && action !== 'replace') return {};
  const keys = changed.filter((key) => key in block);
  return Object.assign(
    {},
    ...keys.map((key) => driftTexts(`${type}.${key}`, before?.[key], after?.[key])),
  ) as Record<string, Json>;
}

function blocksIn(text: string): (address: string) => JsonObject {
  const { resource = {} } = JSON.parse(text) as { resource?: Record<string, Record<string, JsonObject>> };
  return (address) => {
    const [type = '', name = ''] = address.split('.');
    return resource[type]?.[name] ?? {};
  };
}
