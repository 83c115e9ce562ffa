import { outputsOf } from '../../../../stacks';
import type { Lowered } from '../../../../stacks';
import type { Observation } from '../../../ports/engine';
import type { ResourceRecord } from '../../../state/state';
import type { Json, JsonObject } from '../../../values/json';
import { REPLACING_DRIFT } from '../../../values/drift';
import type { Address } from '../../../values/resource';
import { whatIsThere } from './drift-text';
import type { PlannedChange, TerraformPlan } from '../stack/planned-changes';
import { recordedLowered } from '../stack/stack-run';
import type { StackRun } from '../stack/stack-run';
import type { Terraform } from '../program/terraform';
import type { WorkDirectory } from '../stack/work-directory';

/**
 * What is really there of one stack, by a plan of what is on record: whatever Terraform would change was changed outside.
 * Works in a directory of its own, which is removed.
 */
export async function observedStack(
  run: StackRun,
  records: readonly ResourceRecord[],
  { terraform, directory }: { terraform: Terraform; directory: WorkDirectory },
): Promise<ReadonlyMap<Address, Observation>> {
  // Without Terraform's state nothing can be said.
  if (run.before === null) return new Map();
  try {
    await directory.write({ text: run.text, variables: run.variables, state: run.before.text });
    for (const [address, { tainted }] of run.before.objects) {
      if (tainted) await terraform.untaint(directory, address);
    }
    const plan = await terraform.plan(directory, { file: 'look.tfplan', lock: false });
    return new Map(
      records.flatMap((record) => {
        const lowered = recordedLowered(record);
        return lowered === null ? [] : [[record.address, observation(record, lowered, plan, run)]];
      }),
    );
  } finally {
    await directory.remove();
  }
}

function observation(
  record: ResourceRecord,
  lowered: Lowered,
  { changes, present }: TerraformPlan,
  { text }: StackRun,
): Observation {
  const parts = Object.keys(lowered.resources);
  if (!parts.some((part) => present.has(part))) return { state: 'gone' };
  const blocks = blocksIn(text);
  const outside: Record<string, Json> = {};
  const replaced: Record<string, Json> = {};
  for (const part of parts) {
    const change = changes.get(part);
    if (change === undefined) continue;
    // A plan must say so when only another one in its place is a repair; what belongs to it has nothing to lose.
    const isRepairable = change.action !== 'replace' || part !== lowered.primary;
    Object.assign(isRepairable ? outside : replaced, differencesOf(part, change, blocks(part)));
  }
  const isLost = !present.has(lowered.primary);
  const state = present.get(lowered.primary)?.['instance_state'];
  const status = isLost
    ? 'failed'
    : record.status === 'failed'
      ? 'failed'
      : state === 'stopped'
        ? 'stopped'
        : 'ready';
  return {
    state: 'present',
    existing: {
      inputs: { ...unlessEmpty('outside', outside), ...unlessEmpty(REPLACING_DRIFT, replaced) },
      outputs: isLost ? {} : outputsOf(lowered, (address) => present.get(address)),
      status,
    },
  };
}

function unlessEmpty(name: string, values: Record<string, Json>): JsonObject {
  return Object.keys(values).length === 0 ? {} : { [name]: values };
}

/** `aws_security_group.ingress` -> what is there now. */
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
    ...keys.map((key) => whatIsThere(`${type}.${key}`, before?.[key], after?.[key])),
  ) as Record<string, Json>;
}

function blocksIn(text: string): (address: string) => JsonObject {
  const { resource = {} } = JSON.parse(text) as { resource?: Record<string, Record<string, JsonObject>> };
  return (address) => {
    const [type = '', name = ''] = address.split('.');
    return resource[type]?.[name] ?? {};
  };
}
