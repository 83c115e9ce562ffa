import { formatDuration } from '../../../values/time/duration';
import type { JsonObject } from '../../../values/json';
import type { ResourceRecord } from '../../../state/state';
import { leavesOf } from '../../flatten';
import { textOf, toned } from '../../lines';
import type { Line } from '../../lines';
import type { Style } from '../../style';
import { valueText } from '../../text/value-text';
import { timeText } from '../../time-text';
import { expiryCell } from '../expiry-cell';
import { pairLines } from '../table';
import type { Cell } from '../table';

/** Renders the record of one resource. `now` is RFC 3339. */
export function renderRecord(record: ResourceRecord, now: string, style: Style): string {
  const facts: readonly (readonly [string, Cell | null])[] = [
    ['status', record.status],
    ['engine', record.engine],
    ['provider', record.provider],
    ['region', record.region],
    ['created', timeText(record.createdAt)],
    ['renewed', record.renewedAt === null ? null : timeText(record.renewedAt)],
    ['ttl', record.ttlSeconds === null ? null : formatDuration(record.ttlSeconds)],
    ['expires', record.expiresAt === null ? null : expiryCell(record.expiresAt, now)],
    ['protect', record.protect ? 'true' : null],
    ['needs', record.dependsOn.length === 0 ? null : record.dependsOn.join(', ')],
    ['applied', appliedText(record)],
    ['plan', record.applied.planDigest],
  ];
  const known = facts.flatMap(([name, value]) => (value === null ? [] : [[name, value] as const]));
  const lines: Line[] = [
    [toned('strong', record.address)],
    ...pairLines(known, '  '),
    ...section('inputs', record.inputs),
    ...section('outputs', record.outputs),
  ];
  return textOf(lines, style);
}

function appliedText({ applied: { by, at, commit } }: ResourceRecord): string {
  return `${timeText(at)} by ${by}${commit === null ? '' : `, commit ${commit}`}`;
}

function section(title: string, values: JsonObject): readonly Line[] {
  const leaves = leavesOf(values);
  if (leaves.length === 0) return [];
  return [
    [title],
    ...pairLines(
      leaves.map(([path, value]) => [path, valueText(value)] as const),
      '  ',
    ),
  ];
}
