import type { AttributeChange, Drift, Plan } from '../../plan/plan';
import { isPushed } from '../../resources/image/image';
import { padded, toned } from '../lines';
import type { Line } from '../lines';
import { timeText } from '../time-text';
import { attributeLine, columnsOf } from './columns';
import type { Columns } from './columns';
import type { PlanView } from './columns';
import { valueText } from './value-text';

/** Renders the drift that `--refresh` found, with the time of the observation. */
export function driftLines({ drift, about }: Plan, view: PlanView): readonly Line[] {
  if (drift.length === 0) return [];
  const columns = columnsOf(view.style);
  return [
    [toned('strong', `Changed outside Helix, seen ${timeText(about.now)}:`)],
    ...drift.flatMap((found) => foundLines(found, columns)),
  ];
}

function foundLines(found: Drift, columns: Columns): readonly Line[] {
  const head = padded(['  ', toned('warning', '!'), ' ', toned('strong', found.address)], columns.value);
  switch (found.type) {
    case 'gone':
      return [
        [...head, isPushed(found.before) ? 'gone from the registry' : 'no longer there'],
        ...attributeLinesOf(found.attributes ?? [], columns),
      ];
    case 'foreign':
      return [[...head, `belongs to ${found.owner}`]];
    case 'changed':
      return [[...head, 'recorded -> found'], ...attributeLinesOf(found.attributes, columns)];
  }
}

function attributeLinesOf(attributes: readonly AttributeChange[], columns: Columns): readonly Line[] {
  return attributes.map(({ path, before, after }) =>
    attributeLine(path, [`${valueText(before)} -> ${valueText(after)}`], columns),
  );
}
