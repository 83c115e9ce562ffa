import type { Plan } from '../../plan/plan';
import { toned } from '../lines';
import type { Line } from '../lines';
import type { Style } from '../style';
import { wrapped } from './columns';
import { sourceText } from './source-text';

/** Why this plan cannot be applied: each rule, where it stands, and the way out. */
export function refusalLines({ refusals }: Plan, style: Style): readonly Line[] {
  if (refusals.length === 0) return [];
  return [
    [toned('error', 'Refused:')],
    ...refusals.flatMap((refusal): readonly Line[] => [
      [
        toned('error', '  ! '),
        ...(refusal.source === null ? [] : [`${sourceText(refusal.source)}: `]),
        refusal.message,
      ],
      ...wrapped(refusal.hint, style.width - 6).map((text): Line => [`      ${text}`]),
    ]),
  ];
}
