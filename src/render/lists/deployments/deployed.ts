import { deploymentOf } from '../../../resources/deployment';
import type { ResourceRecord } from '../../../state/state';
import { formatDuration } from '../../../values/time/duration';
import { textOf, toned } from '../../lines';
import type { Line } from '../../lines';
import type { Style } from '../../style';
import { secondsBetween, timeText } from '../../time-text';

/** A resource that was deployed, or was already as it should be. */
export interface DeployedView {
  readonly record: ResourceRecord;
  readonly isChanged: boolean;
  /** The first line of one that was changed. */
  readonly headline: 'Deployment successful!' | 'Deployment complete!';
  readonly dashboardUrl: string | null;
}

/** Renders what a deployment is called, where it is reached and when it expires. `now` is RFC 3339. */
export function renderDeployed(
  { record, isChanged, headline, dashboardUrl }: DeployedView,
  now: string,
  style: Style,
): string {
  const { id, publicAddress, urls } = deploymentOf(record);
  const lines: Line[] = [
    [isChanged ? toned('add', headline) : `${record.address} is deployed already: nothing was changed.`],
    ...(id === null ? [] : [[`  Deployment ID: ${id}`]]),
    ...(publicAddress === null ? [] : [[`  Public IP: ${publicAddress}`]]),
    ...urls.map((url): Line => [`  URL: ${url}`]),
    ...(dashboardUrl === null ? [] : [[`  Dashboard: ${dashboardUrl}`]]),
    ...(record.expiresAt === null ? [] : [[`  Expires: ${expiryText(record.name, record.expiresAt, now)}`]]),
  ];
  return textOf(lines, style);
}

function expiryText(name: string, expiresAt: string, now: string): string {
  const left = formatDuration(Math.max(0, secondsBetween(now, expiresAt)));
  return `${timeText(expiresAt)}, in ${left} (\`helix renew ${name}\` extends it)`;
}
