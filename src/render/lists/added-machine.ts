import type { Estimated } from '../../machines/estimate';
import type { Choice } from '../../machines/choice';
import { textOf, toned } from '../lines';
import type { Line } from '../lines';
import type { Style } from '../style';
import { renderEstimate } from './estimate';

/** A machine that was declared: where it stands, what a plan will choose for it and why, and what that costs. */
export function renderAddedMachine(
  name: string,
  {
    file,
    choice,
    estimated,
  }: { readonly file: string; readonly choice: Choice; readonly estimated: Estimated },
  style: Style,
): string {
  const { provider, region, type, why } = choice;
  const lines: Line[] = [
    [`Added [deploy.${name}] to ${file}.`],
    ['Chosen: ', toned('strong', `${provider} ${region}, ${type}`), reasonText(why)],
  ];
  return textOf(lines, style) + renderEstimate(estimated, style);
}

function reasonText(why: Choice['why']): string {
  if (why.type !== 'cheapest') return '.';
  return `, the cheapest of ${why.of} that do${why.next === null ? '' : `; next comes ${why.next}`}.`;
}
