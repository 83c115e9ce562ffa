import type { Plan } from '../../plan/plan';
import { toned } from '../lines';
import type { Line } from '../lines';
import type { Style } from '../style';
import { dateText, timeText } from '../time-text';
import { wrapped } from './columns';

/** What is planned, against what, and how old each of the sources is. */
export function headerLines(plan: Plan, style: Style): readonly Line[] {
  const lines: Line[] = [
    [toned('strong', plan.project), `, workspace ${plan.workspace}${endpointText(plan)}`],
  ];
  lines.push([toned('quiet', sourcesText(plan))]);
  if (plan.targets.length > 0) {
    const relatives = plan.mode === 'apply' ? 'what they depend on' : 'what depends on them';
    const text = `only ${plan.targets.join(', ')}, and ${relatives}`;
    lines.push(...wrapped(text, style.width).map((part): Line => [part]));
  }
  if (plan.mode !== 'apply') lines.push([toned('warning', MODES[plan.mode])]);
  if (plan.endpoint === 'embedded') {
    lines.push([toned('warning', 'Embedded emulator: nothing real is created; prices are samples.')]);
  }
  return lines;
}

const MODES: Record<Exclude<Plan['mode'], 'apply'>, string> = {
  destroy: 'This plan destroys everything in its scope.',
  expired: 'This plan destroys what has outlived its TTL, and nothing else.',
};

function endpointText({ endpoint }: Plan): string {
  if (endpoint === null) return '';
  return endpoint === 'embedded' ? ', Helix Cloud emulator' : `, Helix Cloud ${endpoint}`;
}

function sourcesText({ about }: Plan): string {
  const recorded =
    about.recordedAt === null
      ? 'nothing recorded yet'
      : `recorded ${timeText(about.recordedAt)} (serial ${about.serial})`;
  const parts = [recorded];
  if (about.regionsAt !== null) parts.push(`regions ${dateText(about.regionsAt)}`);
  if (about.pricesAt !== null) parts.push(`prices ${dateText(about.pricesAt)}`);
  return parts.join('; ');
}
