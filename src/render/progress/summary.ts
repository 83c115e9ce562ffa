import type { ApplyResult, ApplySummary } from '../../ports/reporter';
import { padded, textOf, toned } from '../lines';
import type { Line, Span } from '../lines';
import type { Style } from '../style';
import { sourceText } from '../text/columns';
import { resultCounts } from './result-counts';
import { errorDetails, headlineOf } from './error-details';

/**
 * Renders the results that are not done, and a closing sentence. Those that are done are counted: the progress has a line
 * for each. If everything was done the sentence is Terraform's, byte for byte, since other tools read it; otherwise it
 * says how to continue.
 */
export function renderSummary(summary: ApplySummary, style: Style): string {
  const left = summary.results.filter((one): one is NotDone => one.result !== 'done');
  const longest = left.reduce((most, { address }) => Math.max(most, address.length), 0);
  const column = Math.min(longest, 40) + 2;
  const lines: Line[] = [
    ...left.flatMap((result) => resultLines(result, column)),
    ...(left.length > 0 ? [[]] : []),
    ...closing(summary),
  ];
  return textOf(lines, style);
}

interface NotDone extends ApplyResult {
  readonly result: Exclude<ApplyResult['result'], 'done'>;
}

function resultLines(one: NotDone, column: number): readonly Line[] {
  const details = errorDetails(one.error).map((text): Line => [' '.repeat(column), text]);
  return [[...padded([toned('strong', one.address)], column), ...resultText(one)], ...details];
}

function resultText({ result, error, source, because }: NotDone): readonly (string | Span)[] {
  const reason = error === undefined ? '' : `: ${headlineOf(error)}`;
  switch (result) {
    case 'failed':
      return [toned('error', 'failed'), source ? ` at ${sourceText(source)}` : '', reason];
    case 'cancelled':
      return [toned('warning', 'cancelled'), reason];
    case 'skipped':
      return [because === undefined ? 'skipped' : `skipped, since ${because} failed`];
    case 'not-started':
      return ['not started'];
    case 'unknown':
      return [
        toned('warning', 'unknown'),
        reason === '' ? ': begun, and its end could not be found out' : reason,
      ];
  }
}

function closing({ mode, results }: ApplySummary): readonly Line[] {
  const { added, updated, imported, destroyed, notDone } = resultCounts(results);
  const changed = updated + imported;
  if (notDone === 0) {
    return mode === 'apply'
      ? [[`Apply complete! Resources: ${added} added, ${changed} changed, ${destroyed} destroyed.`]]
      : [[`Destroy complete! Resources: ${destroyed} destroyed.`]];
  }
  const verb = mode === 'apply' ? 'Apply' : 'Destroy';
  const did = mode === 'apply' ? `${added} added, ${changed} changed, ` : '';
  return [
    [toned('error', `${verb} incomplete: `), `${leftText(results)}; ${did}${destroyed} destroyed.`],
    [`Nothing is rolled back. \`${COMMANDS[mode]}\` continues from here.`],
  ];
}

const COMMANDS: Record<ApplySummary['mode'], string> = {
  apply: 'helix apply',
  destroy: 'helix destroy',
  expired: 'helix destroy --expired',
};

const LEFT = ['failed', 'cancelled', 'unknown', 'skipped', 'not-started'] as const;

function leftText(results: ApplySummary['results']): string {
  return LEFT.flatMap((kind) => {
    const count = results.filter(({ result }) => result === kind).length;
    return count === 0 ? [] : [`${count} ${kind === 'not-started' ? 'not started' : kind}`];
  }).join(', ');
}
