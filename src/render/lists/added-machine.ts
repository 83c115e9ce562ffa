import type { Estimated } from '../../machines/estimate';
import type { Choice } from '../../machines/choice';
import { textOf, toned } from '../lines';
import type { Line } from '../lines';
import type { Style } from '../style';
import { renderEstimate } from './costs/estimate';

/** Renders a declared machine: its place, the type that a plan will choose and why, and its cost. */
export function renderAddedMachine(
  name: string,
  {
    file,
    choice,
    estimated,
    leftOut,
  }: {
    readonly file: string;
    readonly choice: Choice;
    readonly estimated: Estimated;
    readonly leftOut: readonly string[];
  },
  style: Style,
): string {
  const { provider, region, type, why } = choice;
  const lines: Line[] = [
    [`Added [deploy.${name}] to ${file}.`],
    ['Chosen: ', toned('strong', `${provider} ${region}, ${type}`), reasonText(why)],
    ...(leftOut.length === 0
      ? []
      : [[`Left out: ${leftOut.join(', ')}, which this version cannot apply yet.`]]),
  ];
  return textOf(lines, style) + renderEstimate(estimated, style);
}

/** Returns why a machine was chosen, as the end of a sentence. */
export function reasonText(why: Choice['why']): string {
  if (why.type !== 'cheapest') return '.';
  return `, the cheapest of ${why.of} that do${why.next === null ? '' : `; next comes ${why.next}`}.`;
}
