import type { Choice } from '../../../machines/choice';
import type { ChangeCost } from '../../../pricing/cost';
import type { MachineType } from '../../../pricing/book/price-book';
import { formatUsd } from '../../../values/money';
import type { MachineSpec } from '../../../resources/instance';
import { textOf, toned } from '../../lines';
import type { Line } from '../../lines';
import type { Style } from '../../style';

/** A machine that was asked for by questions, as a plan has it. */
export interface DeploymentSummary {
  readonly spec: Pick<MachineSpec, 'cpu' | 'memoryGb' | 'storageGb' | 'gpuCount' | 'spot'>;
  readonly choice: Choice;
  /** The type of the choice; null for one that the book does not know. */
  readonly machine: MachineType | null;
  /** Its lifetime as it is typed: `24h`, `never`. */
  readonly ttl: string;
  readonly cost: ChangeCost | null;
}

/** Renders what is about to be deployed, and what it will cost. */
export function renderDeploymentSummary(summary: DeploymentSummary, style: Style): string {
  const { spec, choice, machine, ttl, cost } = summary;
  const size = machine === null ? [] : [`${machine.vcpu} vCPU`, `${machine.memoryGib} GiB`];
  const parts = [...size, `${spec.storageGb} GB`].join(', ');
  const lines: Line[] = [
    [toned('strong', 'Deployment Summary:')],
    [`  Provider: ${choice.provider}`],
    [`  Region: ${choice.region}`],
    [`  Machine: ${choice.type} (${parts})`],
    [`  Resources: ${spec.cpu} CPU, ${spec.memoryGb} GB RAM`],
    ...(spec.gpuCount > 0 ? [[`  GPU: ${spec.gpuCount} units`]] : []),
    [`  Spot Instance: ${spec.spot ? 'Yes' : 'No'}`],
    [`  TTL: ${ttl}`],
    [],
    [toned('strong', 'Estimated Cost:')],
    ...costLines(cost, ttl),
    [],
  ];
  return textOf(lines, style);
}

function costLines(cost: ChangeCost | null, ttl: string): Line[] {
  const { afterHourly = null, afterMonthly = null, untilExpiry = null } = cost ?? {};
  if (afterHourly === null || afterMonthly === null) return [['  unpriced']];
  const total =
    untilExpiry === null
      ? `${formatUsd(afterMonthly)} a month`
      : `${formatUsd(untilExpiry)} total for ${ttl}`;
  return [[`  ${formatUsd(afterHourly)}/hour`], [`  ${total}`]];
}
