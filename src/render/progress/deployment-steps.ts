import { MILESTONES } from '../../ports/engine';
import type { Milestone } from '../../ports/engine';
import { decodeInstance } from '../../resources/instance';
import type { JsonObject } from '../../values/json';
import type { Address } from '../../values/resource';

const TEXTS: Readonly<Record<Milestone, string>> = {
  begun: 'Provisioning infrastructure...',
  running: 'Installing dependencies...',
  connected: 'Configuring networking...',
  answering: 'Deploying blueprint...',
  healthy: 'Starting health monitoring...',
};

/** The steps of a machine without a health check: nobody asks it anything. */
const UNASKED = MILESTONES.slice(0, 3);
const BAR = 40;

/** Returns the steps that can be observed while a machine is deployed. */
export function deploymentSteps(address: Address, inputs: JsonObject): readonly Milestone[] {
  const instance = decodeInstance(address, inputs);
  return instance.type === 'machine' && instance.health !== null ? MILESTONES : UNASKED;
}

/**
 * Renders the steps that are reached by a milestone, after `before` of them: `[====    ] 1/5 Provisioning infrastructure...`.
 * A milestone implies those before it.
 */
export function stepLines(
  steps: readonly Milestone[],
  before: number,
  reached: Milestone,
): readonly string[] {
  return steps.slice(before, steps.indexOf(reached) + 1).map((step, index) => {
    const count = before + index + 1;
    const done = Math.floor((BAR * count) / steps.length);
    return `[${'='.repeat(done).padEnd(BAR)}] ${count}/${steps.length} ${TEXTS[step]}`;
  });
}
