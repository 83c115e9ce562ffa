import { stackName, terraformCloud } from '../../../../stacks';
import type { PowerVerb, StackRef } from '../../../../stacks';
import { HelixError } from '../../../errors';
import type { Clock } from '../../../ports/clock';
import type { EngineVerbs } from '../../../ports/engine-verbs';
import { decodeInstance } from '../../../resources/instance';
import type { ResourceRecord, State } from '../../../state/state';
import type { StackAccess } from '../access';
import { recordedLowered } from '../stack/stack-run';
import type { Stacks } from '../stack/stacks';
import { readTerraformState } from '../stack/terraform-state';
import { switchMachine } from './switch-machine';

export interface PowerDeps {
  readonly stacks: Pick<Stacks, 'stackOf'>;
  readonly state: () => State | null;
  readonly openAccess: (ref: StackRef) => Promise<StackAccess>;
  readonly clock: Pick<Clock, 'monotonicMs' | 'sleep'>;
}

/** The verbs that start and stop machines. */
export function powerVerbs(deps: PowerDeps) {
  const does = (verb: PowerVerb) => (record: ResourceRecord) => switchRecorded(record, verb, deps);
  return {
    start: does('start'),
    stop: does('stop'),
    restart: does('restart'),
    whyNot: (verb, { address, kind, inputs }) => {
      if (kind !== 'instance') return 'nothing runs there';
      if (verb === 'logs') return 'the log of its container is on the machine alone';
      if (verb === 'restart') return null;
      const instance = decodeInstance(address, inputs);
      const isSpot = instance.type === 'machine' && instance.spot;
      return isSpot ? 'a spot machine runs until its cloud takes it back' : null;
    },
  } satisfies EngineVerbs;
}

async function switchRecorded(record: ResourceRecord, verb: PowerVerb, deps: PowerDeps): Promise<void> {
  const { address, region } = record;
  const ref = deps.stacks.stackOf(record);
  const mirror = readTerraformState(deps.state()?.mirrors?.[stackName(ref)] ?? null);
  const primary = recordedLowered(record)?.primary ?? '';
  const id = mirror?.objects.get(primary)?.id ?? null;
  if (id === null || region === null) {
    throw new HelixError('refused', `${address} is in no state of Terraform here; nothing was changed.`, {
      hint: '`helix plan --refresh` shows what the next apply does about it.',
    });
  }
  const { call } = await deps.openAccess(ref);
  await switchMachine({ address, id, region }, verb, {
    cloud: terraformCloud(record.provider),
    call,
    clock: deps.clock,
  });
}
