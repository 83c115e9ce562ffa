import type { Choice } from '../../../machines/choice';
import type { ChangeCost } from '../../../pricing/cost';
import { formatUsd } from '../../../values/money';
import { textOf, toned } from '../../lines';
import type { Line } from '../../lines';
import type { Style } from '../../style';
import { reasonText } from '../added-machine';

/** Renders the machine that was chosen and why, where the cheapest was chosen, and what the deployment will cost. */
export function renderDeploymentCost(
  choice: Choice | undefined,
  cost: ChangeCost | null,
  style: Style,
): string {
  const isChosen = choice?.why.type === 'cheapest';
  const lines: Line[] = [
    ...(isChosen
      ? [
          [
            'Chosen: ',
            toned('strong', `${choice.provider} ${choice.region}, ${choice.type}`),
            reasonText(choice.why),
          ],
        ]
      : []),
    ...(cost === null ? [] : [[costText(cost)]]),
  ];
  return textOf(lines, style);
}

function costText({ afterHourly, afterMonthly, untilExpiry }: ChangeCost): string {
  if (afterHourly === null || afterMonthly === null) return 'Estimated cost: unpriced.';
  const total =
    untilExpiry === null ? `${formatUsd(afterMonthly)} a month` : `${formatUsd(untilExpiry)} total`;
  return `Estimated cost: ${formatUsd(afterHourly)}/hr (${total})`;
}
