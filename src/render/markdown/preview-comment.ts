import type { ApplyResult } from '../../ports/reporter';
import type { PreviewFacts } from '../../previews/preview-facts';
import type { Told } from '../../previews/told';
import { digestOfText } from '../../values/digest';
import { formatUsd } from '../../values/money';
import { timeText } from '../time-text';
import { resultText } from './apply-markdown';
import { fenced } from './inert';
import { markerFields, markerValue } from './marker';
import { name, sentence } from './sentence';

/** Renders the comment on the preview of a pull request: its state, where it is, and what it costs until when. */
export function renderPreviewComment(told: Told): string {
  const text = [titleOf(told.state), ...paragraphs(told), ''].join('\n\n');
  const digest = digestOfText(text).slice(0, 16);
  return `<!-- helix:preview project=${markerValue(told.project)} digest=${digest} -->\n${text}`;
}

/** Reads the marker of such a comment; null for any other text. The order of its runs is that of the lock. */
export function readPreviewMarker(
  text: string,
): { readonly subject: string; readonly run: null; readonly digest: string } | null {
  const fields = markerFields('preview', text);
  const digest = fields?.get('digest');
  if (digest === undefined) return null;
  return { subject: `preview of ${fields?.get('project') ?? ''}`, run: null, digest };
}

/** Whether a comment says that the preview lives, or is being built. */
export function isUnfinished(text: string): boolean {
  const [, title] = text.split('\n');
  return readPreviewMarker(text) !== null && (title === titleOf('building') || title === titleOf('live'));
}

function titleOf(state: Told['state']): string {
  return `### Helix preview: ${state}`;
}

function paragraphs(told: Told): readonly string[] {
  switch (told.state) {
    case 'building':
      return [
        `Began ${timeText(told.at)}${told.commit === null ? '' : `, from ${name(told.commit.slice(0, 12))}`}.`,
      ];
    case 'live':
      return [
        ...urlLines(told.facts),
        `Since ${sinceText(told.facts)}${told.commit === null ? '' : `, now from ${name(told.commit.slice(0, 12))}`}.`,
        costText(told.facts),
        expiryText(told.facts),
      ];
    case 'failed':
      return [
        ...failureLines(told),
        ...(told.log.length === 0
          ? []
          : [`<details><summary>The end of the log</summary>\n\n${fenced('', told.log)}\n\n</details>`]),
        ...(told.facts === null
          ? ['Nothing of it lives.']
          : [
              `These live: ${told.facts.resources.map(name).join(', ')}.`,
              costText(told.facts),
              expiryText(told.facts),
            ]),
      ];
    case 'expired':
      return [
        `Its time was over on ${timeText(told.at)}. The next push makes it again.`,
        ...pastCost(told.facts),
      ];
    case 'destroyed':
      return told.facts === null
        ? ['Nothing of it is on record, so that nothing of it lives.']
        : [`Destroyed on ${timeText(told.at)}.`, ...pastCost(told.facts)];
  }
}

function urlLines({ urls, resources }: PreviewFacts): readonly string[] {
  if (urls.length === 0) return [`It has no address yet: ${resources.map(name).join(', ')}.`];
  return urls.map((url) => (/^https?:\/\/[\w.:/-]+$/.test(url) ? `**<${url}>**` : name(url)));
}

function failureLines({ error, results }: Extract<Told, { state: 'failed' }>): readonly string[] {
  if (error !== null) {
    const problems = error.problems.map(({ message, place, hint }) => {
      const where = place === undefined ? '' : ` at ${name(`${place.file}:${place.line}`)}`;
      return `- ${sentence(message)}${where}${hint === undefined ? '' : ` ${sentence(hint)}`}`;
    });
    const hint = error.hint === undefined ? [] : [sentence(error.hint)];
    return [
      `**${sentence(error.message)}**`,
      ...(problems.length === 0 ? [] : [problems.join('\n')]),
      ...hint,
    ];
  }
  const failed = results.filter(({ result }) => result !== 'done');
  return failed.length === 0 ? [] : [failed.map(failedLine).join('\n')];
}

function failedLine(result: ApplyResult): string {
  return `- ${name(result.address)} ${resultText(result)}`;
}

function sinceText({ since }: PreviewFacts): string {
  return since === null ? 'now' : timeText(since);
}

function costText({ soFarUsd, monthlyUsd, unpriced }: PreviewFacts): string {
  const rest = unpriced.length === 0 ? '' : ` Without a price: ${unpriced.map(name).join(', ')}.`;
  if (monthlyUsd === null) return unpriced.length === 0 ? 'It costs nothing.' : rest.trim();
  return `${formatUsd(soFarUsd ?? '0')} so far, ${formatUsd(monthlyUsd)} a month.${rest}`;
}

function pastCost(facts: PreviewFacts | null): readonly string[] {
  return facts?.soFarUsd == null ? [] : [`It cost ${formatUsd(facts.soFarUsd)}.`];
}

function expiryText({ expiresAt }: PreviewFacts): string {
  return expiresAt === null
    ? 'It does not expire.'
    : `Expires ${timeText(expiresAt)}, unless a push renews it.`;
}
