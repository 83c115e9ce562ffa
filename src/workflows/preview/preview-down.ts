import { HelixError } from '../../errors';
import { reasonUnwanted } from '../../previews/wanted';
import { isAnything, isOver } from '../../previews/preview-facts';
import type { PreviewFacts } from '../../previews/preview-facts';
import type { PullRequests } from '../../ports/forge';
import type { Ports } from '../../ports/ports';
import type { State } from '../../state/state';
import type { ApplyOutcome, ApplyRequest } from '../apply';
import type { LoadedProject } from '../project/project';
import { withLease } from '../run/session';
import { readFacts } from './recorded-previews';
import type { RecordedPreview, RecordedPreviews } from './recorded-previews';

/** Applies a plan as the command line shows it. */
export type ApplyPreview = (
  options: Pick<ApplyRequest, 'mode' | 'loaded' | 'begin' | 'guard' | 'revives' | 'deletesVolumes'> & {
    readonly workspace: string;
  },
) => Promise<ApplyOutcome>;

/** Why a preview goes: its pull request does not want it, its time is over, or nobody is asked. */
export type DownReason = 'unwanted' | 'over' | 'unasked';

export interface DownRequest {
  /** null: nobody is asked. */
  readonly forge: PullRequests | null;
  readonly reason: DownReason;
  readonly lockTimeoutMs: number;
  readonly applyPreview: ApplyPreview;
  /**
   * Tells of a preview that is gone, as it was; null: nothing of it was made, or nobody knows any more. It happens under
   * the lock and before the workspace is forgotten, so that the next sweep makes good for a run that is killed before.
   */
  readonly tellGone: (facts: PreviewFacts | null) => Promise<void>;
}

export interface PreviewGone {
  readonly outcome: ApplyOutcome;
  /** The preview as it was. */
  readonly facts: PreviewFacts;
  /** Whether nothing of it is left. */
  readonly isGone: boolean;
}

/**
 * Takes a preview down by its records alone, and forgets its workspace.
 * @throws HelixError `refused` where the pull request wants it, asked again under the lock
 */
export async function takeDown(
  ports: Ports,
  preview: RecordedPreview,
  request: DownRequest,
): Promise<PreviewGone> {
  const { number, project } = preview;
  const facts = await readFacts(ports, preview);
  const outcome = await request.applyPreview({
    mode: 'destroy',
    loaded: project,
    // A preview leaves nothing behind.
    deletesVolumes: true,
    workspace: project.workspace,
    begin: (_, state) => assertStillUnwanted(ports, { number, project, state }, request),
  });
  const isGone = outcome.state === null || !isAnything(outcome.state);
  if (isGone) await forget(ports, project, facts, request);
  return { outcome, facts, isGone };
}

/** Forgets the preview of a pull request of which nothing was made, or is left, unless it is wanted. */
export async function forgetUnmade(
  ports: Ports,
  { project, previews }: Pick<RecordedPreviews, 'project' | 'previews'>,
  number: number,
  request: Pick<DownRequest, 'forge' | 'lockTimeoutMs' | 'tellGone'>,
): Promise<void> {
  const { forge, tellGone } = request;
  const label = project.config.preview?.label ?? null;
  if (forge !== null && reasonUnwanted(await forge.readPullRequest(number), label) === null) return;
  const recorded = previews.filter((one) => one.number === number);
  for (const one of recorded) await forget(ports, one.project, null, request);
  if (recorded.length === 0) await tellGone(null);
}

async function assertStillUnwanted(
  ports: Ports,
  { number, project, state }: Pick<RecordedPreview, 'number' | 'project'> & { readonly state: State | null },
  { forge, reason }: DownRequest,
): Promise<void> {
  if (reason === 'unasked') return;
  if (reason === 'over') {
    if (state === null || !isAnything(state) || isOver(state, ports.clock.now().toISOString())) return;
    throw new HelixError(
      'refused',
      `the preview of pull request ${number} was renewed; nothing was destroyed`,
    );
  }
  if (forge === null) return;
  const pull = await forge.readPullRequest(number);
  if (reasonUnwanted(pull, project.config.preview?.label ?? null) !== null) return;
  throw new HelixError(
    'refused',
    `pull request ${number} is open and wants its preview; nothing was destroyed`,
    {
      hint: 'Close it or take its label away, and the preview goes; its TTL ends it as well.',
    },
  );
}

/** Forgets the workspace of a preview of which nothing is left. Returns false where something is, by now. */
export async function forget(
  ports: Ports,
  project: LoadedProject,
  facts: PreviewFacts | null,
  { lockTimeoutMs, tellGone }: Pick<DownRequest, 'lockTimeoutMs' | 'tellGone'>,
): Promise<boolean> {
  return withLease(ports, project, { operation: 'preview down', lockTimeoutMs }, async ({ lease }) => {
    const state = lease.state();
    if (state !== null && isAnything(state)) return false;
    await tellGone(facts);
    if (state !== null) await lease.remove();
    return true;
  });
}
