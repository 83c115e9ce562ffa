import type { Plan } from '../../plan/plan';
import type { Line } from '../lines';
import type { Style } from '../style';
import { wrapped } from './columns';

/** What `auto` chose, and why. */
export function choiceLines({ about }: Plan, style: Style): readonly Line[] {
  return about.autoChoices.slice(0, LIMIT).flatMap(({ address, provider, region, type, of, next }) => {
    const after = next === null ? '' : `; next comes ${next}`;
    const text = `Chosen: ${address} on ${provider} ${region}, ${type}, the cheapest of ${of} places${after}.`;
    return wrapped(text, style.width).map((part): Line => [part]);
  });
}

const LIMIT = 20;
