import { isAbsolute, relative, sep } from 'node:path';
import { HelixError, exitCodeOf } from '../errors';
import type { Problem } from '../errors';
import type { CiRun } from '../ports/forge';
import { renderAnnotations } from '../render/ci/annotations';
import { findingsOf } from '../render/ci/findings';
import type { Finding } from '../render/ci/findings';
import { renderStepOutputs } from '../render/ci/outputs';
import { readMarker } from '../render/markdown/marker';
import type { ReportOrigin } from '../render/markdown/marker';
import { renderError } from '../render/problems/render-error';
import { putComment } from '../workflows/put-comment';
import type { CommentRequest } from '../workflows/put-comment';
import type { CommentWish } from './comment-options';
import type { HelixContext } from './context';
import { reportText } from './reports';
import type { PlannedReport } from './reports';

/** Returns the run that makes a report, for its marker. */
export function originOf(run: CiRun | null): Pick<ReportOrigin, 'run' | 'commit'> {
  return { ...(run?.run && { run: run.run }), ...(run?.commit && { commit: run.commit }) };
}

/** Tells GitHub Actions of the plans: the summary and the outputs of the step, and annotations. None of it can fail them. */
export async function reportToCi(
  { ports, stderr }: HelixContext,
  plans: readonly PlannedReport[],
): Promise<void> {
  const lost: (string | null)[] = [];
  for (const { plan, input } of plans) {
    stderr.write(renderAnnotations(findingsOf(plan, input.problems ?? [], input.under ?? '')));
    lost.push(await ports.ci.append('summary', reportText('markdown', plan, input)));
  }
  lost.push(await ports.ci.append('outputs', renderStepOutputs(plans.map(({ plan }) => plan))));
  for (const why of lost) if (why !== null) stderr.write(`Not told to GitHub Actions: ${why}.\n`);
}

/** Tells GitHub Actions of an apply that ended: results in the summary of the step, and its outputs. It never fails. */
export async function reportEnd(
  { ports, stderr }: HelixContext,
  markdown: string,
  outputs: string,
): Promise<void> {
  const lost = [await ports.ci.append('summary', markdown)];
  if (outputs !== '') lost.push(await ports.ci.append('outputs', outputs));
  for (const why of lost) if (why !== null) stderr.write(`Not told to GitHub Actions: ${why}.\n`);
}

/** Returns what ended a command before there was a plan, as findings. */
export function findingsIn(error: unknown, under: string): readonly Finding[] {
  if (!(error instanceof HelixError)) return [];
  const { kind, message, hint, problems } = error;
  const own: Problem = { severity: 'error', code: kind, message, ...(hint !== undefined && { hint }) };
  return findingsOf(null, problems.length > 0 ? problems : [own], under);
}

/** Tells GitHub Actions of what ended a command before there was a plan, at its places. */
export function annotateError({ stderr }: HelixContext, error: unknown, under: string): void {
  stderr.write(renderAnnotations(findingsIn(error, under)));
}

/**
 * Returns the directory of a project in the checkout of a run, with slashes; empty where they are the same, and where the
 * project is somewhere else.
 */
export function directoryIn(checkout: string, directory: string): string {
  const path = relative(checkout, directory).split(sep).join('/');
  return path.startsWith('..') || isAbsolute(path) ? '' : path;
}

/**
 * Writes a report as the comment on a pull request, and prints what became of it. Returns the exit code: 0, since a comment
 * that cannot be written changes nothing about the plan, but 1 where it is required.
 */
export async function writeComment(
  { ports, stderr, errorStyle }: HelixContext,
  wish: CommentWish,
  run: CiRun | null,
  body: string,
  { markerOf, edits }: Pick<CommentRequest, 'markerOf' | 'edits'> = { markerOf: readMarker },
): Promise<number> {
  try {
    const forge = await ports.ci.openForge(wish.forge, wish.number);
    const { result, url, other } = await putComment(forge, {
      body,
      markerOf,
      anew: wish.anew,
      ...(edits !== undefined && { edits }),
    });
    if (result === 'left') return 0;
    stderr.write(`Comment on ${forge.discussion} ${DONE[result]}${url === null ? '' : `: ${url}`}\n`);
    if (other !== null) {
      const where = other.url === null ? '' : `: ${other.url}`;
      stderr.write(`An older comment on this plan is of ${other.author}, and stays${where}\n`);
    }
    return 0;
  } catch (error) {
    // A wrong command line is an error whether or not the comment is required.
    if (!(error instanceof HelixError) || error.kind === 'usage') throw error;
    if (wish.required) {
      stderr.write(renderError(error, errorStyle));
      return exitCodeOf(new HelixError('config', ''));
    }
    const why = run?.readOnly ?? null;
    stderr.write(
      why === null
        ? `No comment was written: ${error.message.replace(/\.$/, '')}. ${error.hint ?? ''}\n`
        : `No comment was written: ${why} get a token that cannot write. The plan is in the summary of the job.\n`,
    );
    return 0;
  }
}

const DONE = {
  created: 'created',
  updated: 'updated',
  unchanged: 'unchanged',
  newer: 'skipped: a newer run has written it',
};
