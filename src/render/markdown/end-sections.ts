import type { Plan } from '../../plan/plan';
import { whyUnsupported } from '../../plan/support';
import { symbolOf } from '../changes/change-row';
import { agesText, UNBROKEN } from '../changes/plan-notes';
import { plainOf } from '../lines';
import { approvingCommand, choiceLines, headerLines } from '../text/plan-text';
import { distanceText, timeText } from '../time-text';
import { bytesOf, withinBytes } from './elide';
import { code, prose } from './inert';
import type { MarkdownOptions } from './options';
import { listOf } from './notes';
import { name, sentence } from './sentence';

/** Returns what follows the changes: what is not applied, what expires, how old everything is, and how to approve. */
export function endSections(plan: Plan, options: MarkdownOptions): readonly string[] {
  const { verified = null } = options;
  return [
    ...unsupportedSection(plan),
    ...(verified === null ? [] : [`Verified: Terraform would do just that (${verified.length} resources).`]),
    ...listOf(
      choiceLines(plan, UNBROKEN).map((line) => `- ${sentence(plainOf(line))}`),
      1_500,
    ),
    ...nextSection(plan),
    agesLine(plan),
    ...approveLine(plan, options.arguments ?? []),
  ];
}

function unsupportedSection({ unsupported }: Plan): readonly string[] {
  if (unsupported.length === 0) return [];
  const items = unsupported.map((change) => {
    const reason = whyUnsupported(change);
    return `- \`${symbolOf(change)}\` ${name(change.address)}${reason === null ? '' : `: ${sentence(reason)}`}`;
  });
  return ['Not applied by this version:', ...listOf(items, 3_000)];
}

/** Returns what the next `helix destroy --expired` would destroy, soonest first. */
export function nextSection({ expiry: { next }, about: { now } }: Plan): readonly string[] {
  if (next.length === 0) return [];
  const items = next.map(
    ({ address, expiresAt }) =>
      `${name(address)} on ${timeText(expiresAt)} (${distanceText(expiresAt, now)})`,
  );
  return [
    `Next \`helix destroy --expired\`: ${withinBytes(items, 1_000, (count) => `and ${count} more`).join(', ')}`,
  ];
}

/** Returns the project, the scope of the plan, and the ages of the state, the regions and the prices. */
function agesLine(plan: Plan): string {
  const [title = [], , ...scope] = headerLines(plan, UNBROKEN);
  return `<sub>${[title, ...scope].map((line) => sentence(plainOf(line))).join('. ')}. ${prose(agesText(plan))}.</sub>`;
}

/** The longest command to paste: a plan of very many targets has a digest and no command. */
const LONGEST_COMMAND = 1_000;

function approveLine(plan: Plan, more: readonly string[]): readonly string[] {
  const command = approvingCommand(plan, more);
  if (command === null) return [];
  const isShort = bytesOf(command) <= LONGEST_COMMAND;
  return [isShort ? `Approve: ${code(command)}` : `Digest to approve: ${code(plan.digest)}`];
}
