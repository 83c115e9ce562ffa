import type { ResourceRecord } from '../../../state/state';
import { decodeAnonymousOutputs } from '../../../resources/anonymous-outputs';
import { isAnonymous } from '../../../resources/cluster';
import { deploymentOf } from '../../../resources/deployment';
import { Fields } from '../../../resources/fields';
import { formatDuration } from '../../../values/time/duration';
import { formatUsd } from '../../../values/money';
import { dashboardUrl } from '../../dashboard';
import { textOf, toned } from '../../lines';
import type { Style } from '../../style';
import { distanceText, secondsBetween, timeText } from '../../time-text';
import { expiryCell } from '../expiry-cell';
import type { StatusView } from './status';
import { pairLines } from '../table';
import type { Cell } from '../table';

/** Renders all that is known of one resource, a line for each fact that there is. `now` is RFC 3339. */
export function renderStatusBlock(
  row: StatusView,
  record: ResourceRecord | null,
  template: string | null,
  now: string,
  style: Style,
): string {
  const { address, recorded, actual, reason, endpoint, hourlyUsd } = row;
  const facts: readonly (readonly [string, Cell | null])[] = [
    ['state', recorded === actual || actual === '-' ? recorded : `${actual} (recorded as ${recorded})`],
    ['reason', reason],
    ['id', row.deploymentId],
    ['endpoint', endpoint],
    ...(record === null ? [] : recordFacts(record, now)),
    ...(record === null ? [] : anonymousFacts(record, actual)),
    ['cost', hourlyUsd && `${formatUsd(hourlyUsd)}/h`],
    ['expires', row.expiresAt === null ? null : expiryCell(row.expiresAt, now)],
    ['dashboard', record && dashboardUrl(record, template)],
  ];
  const known = facts.flatMap(([name, value]) => (value === null ? [] : [[name, value] as const]));
  return textOf([[toned('strong', address)], ...pairLines(known, '  ', style.width)], style);
}

/** The facts about an instance without an account; none for any other resource, and whether it was claimed only where the cloud said so. */
function anonymousFacts(
  { address, kind, inputs, outputs }: ResourceRecord,
  actual: string,
): readonly (readonly [string, Cell | null])[] {
  if (kind !== 'cluster' || !isAnonymous(inputs)) return [];
  const { imageReference, claimUrl } = decodeAnonymousOutputs(address, outputs);
  const isClaimed = actual === 'foreign';
  const isKnown = !['-', 'unknown', 'gone'].includes(actual);
  return [
    ['image', imageReference],
    ['claimed', isKnown ? (isClaimed ? 'yes' : 'no') : null],
    ['claim at', isClaimed ? null : claimUrl],
  ];
}

function recordFacts(record: ResourceRecord, now: string): readonly (readonly [string, Cell | null])[] {
  const { address, provider, region, inputs, outputs, createdAt, applied } = record;
  const { publicAddress } = deploymentOf(record);
  const sizes = ['instance_type', 'size'].map((key) => new Fields(address, inputs).textOrNull(key));
  const plan = applied.planDigest === null ? '' : `, plan ${applied.planDigest.slice(0, 19)}`;
  return [
    ['place', region === null ? provider : `${provider} ${region}`],
    ['type', sizes.find((size) => size !== null) ?? new Fields(address, outputs).textOrNull('size')],
    ['public IP', publicAddress],
    ['private IP', new Fields(address, outputs).textOrNull('private_address')],
    [
      'created',
      `${timeText(createdAt)}, up for ${formatDuration(Math.max(0, secondsBetween(createdAt, now)))}`,
    ],
    ['last apply', `${distanceText(applied.at, now)} by ${applied.by}${plan}`],
  ];
}
