import type { JsonObject } from '../../../values/json';
import type { Address } from '../../../values/resource';
import { leavesOf } from '../../flatten';
import { textOf, toned } from '../../lines';
import type { Style } from '../../style';
import { valueText } from '../../text/value-text';
import { pairLines } from '../table';

/** The outputs of an apply, by resource: ids, endpoints. */
export interface ResourceOutputs {
  readonly address: Address;
  readonly outputs: JsonObject;
}

/** Renders the outputs of resources, in the given order. */
export function renderOutputs(resources: readonly ResourceOutputs[], style: Style): string {
  const shown = resources.filter(({ outputs }) => Object.keys(outputs).length > 0);
  if (shown.length === 0) return textOf([['There are no outputs.']], style);
  const lines = shown.flatMap(({ address, outputs }) => [
    [toned('strong', address)],
    ...pairLines(
      leavesOf(outputs).map(([path, value]) => [path, valueText(value)] as const),
      '  ',
    ),
  ]);
  return textOf(lines, style);
}
