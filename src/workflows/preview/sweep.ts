import { HelixError } from '../../errors';
import { isAnything, isOver } from '../../previews/preview-facts';
import type { PreviewFacts } from '../../previews/preview-facts';
import { reasonUnwanted } from '../../previews/wanted';
import type { PullRequests } from '../../ports/forge';
import type { Ports } from '../../ports/ports';
import type { ProjectRequest } from '../project/project';
import { findPreviews } from './recorded-previews';
import type { RecordedPreview } from './recorded-previews';
import { forget, takeDown } from './preview-down';
import type { ApplyPreview, DownReason } from './preview-down';

export interface SweepRequest extends Pick<ProjectRequest, 'directory'> {
  /** null: previews go by their TTL alone. */
  readonly forge: PullRequests | null;
  readonly lockTimeoutMs: number;
  readonly applyPreview: ApplyPreview;
  /** Tells of a preview that is gone; see `DownRequest`. */
  readonly tellGone: (gone: {
    readonly number: number;
    readonly project: string;
    readonly reason: DownReason;
    readonly facts: PreviewFacts | null;
  }) => Promise<void>;
}

/** The end of a sweep for one preview. */
export type SweepEnd = { readonly number: number; readonly project: string } & (
  | { readonly type: 'lives' }
  | { readonly type: 'gone'; readonly reason: DownReason; readonly facts: PreviewFacts | null }
  /** It should have gone, or nobody knows whether it should. */
  | { readonly type: 'stays'; readonly why: string }
);

/**
 * Takes down every preview whose pull request does not want it, or whose time is over. Each is asked about again under its lock, and one
 * that cannot go does not stop the others.
 */
export async function* sweep(ports: Ports, request: SweepRequest): AsyncGenerator<SweepEnd> {
  const { project, previews, unread } = await findPreviews(ports, request);
  const { name } = project.config.project;
  for (const { number, error } of unread)
    yield { number, project: name, type: 'stays', why: `its state cannot be read: ${error.message}` };
  for (const preview of previews) {
    const head = { number: preview.number, project: preview.state.project };
    try {
      yield { ...head, ...(await sweepOne(ports, preview, request)) };
    } catch (error) {
      if (!(error instanceof HelixError) || error.kind === 'cancelled') throw error;
      yield { ...head, type: 'stays', why: error.message };
    }
  }
}

type End = SweepEnd extends infer E ? (E extends SweepEnd ? Omit<E, 'number' | 'project'> : never) : never;

async function sweepOne(ports: Ports, preview: RecordedPreview, request: SweepRequest): Promise<End> {
  const { state, project, number } = preview;
  const { forge, lockTimeoutMs, applyPreview } = request;
  const reason = isOver(state, ports.clock.now().toISOString())
    ? 'over'
    : forge === null ||
        reasonUnwanted(await forge.readPullRequest(number), project.config.preview?.label ?? null) === null
      ? null
      : 'unwanted';
  if (reason === null) return { type: 'lives' };
  const tellGone = (facts: PreviewFacts | null) =>
    request.tellGone({ number, project: state.project, reason, facts });
  if (!isAnything(state))
    return (await forget(ports, project, null, { lockTimeoutMs, tellGone }))
      ? { type: 'gone', reason, facts: null }
      : { type: 'lives' };
  const { outcome, facts, isGone } = await takeDown(ports, preview, {
    forge,
    reason,
    lockTimeoutMs,
    applyPreview,
    tellGone,
  });
  if (isGone) return { type: 'gone', reason, facts };
  const errors = outcome.summary.results.flatMap(({ address, error }) =>
    error === undefined ? [] : [`${address}: ${error.message}`],
  );
  return { type: 'stays', why: errors.join('; ') || 'it was interrupted' };
}
