import { previewWorkspace } from '../../config/preview/preview-workspace';
import type { PreviewConfig } from '../../config/preview/preview-config';
import { HelixError } from '../../errors';
import { assertAffordable, assertRoom } from '../../previews/limits';
import { isAnything } from '../../previews/preview-facts';
import type { PreviewFacts } from '../../previews/preview-facts';
import type { Told } from '../../previews/told';
import { reasonUnwanted, unwantedText } from '../../previews/wanted';
import type { Unwanted } from '../../previews/wanted';
import type { ResourceError } from '../../ports/engine';
import type { PullRequest, PullRequests } from '../../ports/forge';
import type { Ports } from '../../ports/ports';
import type { Reporter } from '../../ports/reporter';
import type { Plan } from '../../plan/plan';
import type { State } from '../../state/state';
import type { ApplyOutcome } from '../apply';
import { loadProject } from '../project/load-project';
import type { LoadedProject, ProjectRequest } from '../project/project';
import { findPreviews, readFacts } from './recorded-previews';
import type { RecordedPreview } from './recorded-previews';
import { takeDown } from './preview-down';
import type { ApplyPreview } from './preview-down';
import { renewPreview } from './renew-preview';

export interface UpRequest extends Omit<ProjectRequest, 'workspace'> {
  readonly number: number;
  /** null: nobody is asked whether the pull request is open. */
  readonly forge: PullRequests | null;
  readonly reporter: Reporter;
  readonly lockTimeoutMs: number;
  readonly applyPreview: ApplyPreview;
  readonly tell: (told: Told) => Promise<void>;
  /** The last lines of progress, for those who look for why it failed. */
  readonly log: () => readonly string[];
}

export type UpEnd =
  /** The pull request gets no preview, for this reason. That of a closed one is taken down. */
  | { readonly type: 'unwanted'; readonly reason: Unwanted; readonly why: string }
  | { readonly type: 'applied'; readonly outcome: ApplyOutcome; readonly facts: PreviewFacts | null };

/**
 * Makes the preview of a pull request, or brings it up to date: the ordinary plan and apply in a workspace of its own. The
 * forge is asked before, right before the first creation, before each machine and after the end whether it is still wanted.
 */
export async function makePreview(ports: Ports, request: UpRequest): Promise<UpEnd> {
  const up = new Up(
    ports,
    request,
    await loadProject(ports, { ...request, workspace: workspaceOf(request) }),
  );
  return up.run();
}

function workspaceOf({ number }: Pick<UpRequest, 'number'>): string {
  return previewWorkspace(number);
}

class Up {
  readonly #ports: Ports;
  readonly #request: UpRequest;
  readonly #project: LoadedProject;
  readonly #preview: PreviewConfig;
  #commit: string | null = null;
  /** Set once the pull request no longer wants it. */
  #unwanted: { readonly reason: Unwanted; readonly why: string } | null = null;

  constructor(ports: Ports, request: UpRequest, project: LoadedProject) {
    this.#ports = ports;
    this.#request = request;
    this.#project = project;
    this.#preview = requirePreview(project);
  }

  async run(): Promise<UpEnd> {
    await this.#ask();
    if (this.#unwanted !== null) return this.#end(this.#unwanted);
    const started = this.#now();
    await this.#tell({ state: 'building', commit: this.#commit });
    try {
      return await this.#applyWanted(started);
    } catch (error) {
      // Asked again while it was applied.
      const unwanted = this.#lastAnswer();
      if (unwanted !== null) return this.#end(unwanted);
      if (error instanceof HelixError)
        await this.#tell({
          state: 'failed',
          error,
          results: [],
          log: this.#request.log(),
          facts: await this.#readFacts(),
        });
      throw error;
    }
  }

  #lastAnswer(): { readonly reason: Unwanted; readonly why: string } | null {
    return this.#unwanted;
  }

  async #applyWanted(started: string): Promise<UpEnd> {
    const { reporter, lockTimeoutMs } = this.#request;
    const options = { reporter, lockTimeoutMs };
    const own = await this.#readOwn();
    assertRoom(this.#preview, own, await this.#readOthers());
    await renewPreview(this.#ports, this.#project, started, options);
    let outcome = await this.#apply();
    // An interrupted deletion may have ended only now: then the next plan creates the resource again.
    const isRecovery = own.state !== null && own.state.open.length > 0;
    if (isRecovery && this.#unwanted === null && !isDone(outcome) && !outcome.interrupted)
      outcome = await this.#apply();
    if (this.#unwanted === null) await this.#ask();
    if (this.#unwanted !== null) return this.#end(this.#unwanted);
    const { results } = outcome.summary;
    if (isDone(outcome)) await renewPreview(this.#ports, this.#project, started, options);
    const facts = await this.#readFacts();
    if (isDone(outcome) && facts !== null) await this.#tell({ state: 'live', facts, commit: this.#commit });
    else await this.#tell({ state: 'failed', error: null, results, log: this.#request.log(), facts });
    return { type: 'applied', outcome, facts };
  }

  #apply(): Promise<ApplyOutcome> {
    return this.#request.applyPreview({
      mode: 'apply',
      workspace: this.#project.workspace,
      revives: true,
      begin: (plan, state) => this.#begin(plan, state),
      guard: (members) => this.#checkBatch(members.some(({ action }) => action !== 'delete')),
    });
  }

  /** Right before the first creation: what was true a minute ago may no longer be. */
  async #begin(plan: Plan, state: State | null): Promise<void> {
    await this.#ask();
    if (this.#unwanted !== null) throw new HelixError('refused', this.#unwanted.why);
    const others = await this.#readOthers();
    assertRoom(this.#preview, { number: this.#request.number, state }, others);
    if (plan.cost !== null && this.#preview.maxMonthlyUsd !== null) {
      const facts = await Promise.all(
        others.filter((one) => isAnything(one.state)).map((one) => readFacts(this.#ports, one)),
      );
      assertAffordable(this.#preview, plan.cost.afterMonthly, facts);
    }
  }

  /** Before each batch that makes something. Two that began at once have both told by now that they do. */
  async #checkBatch(makesSomething: boolean): Promise<ResourceError | null> {
    if (!makesSomething) return null;
    if (this.#unwanted === null) await this.#ask();
    if (this.#unwanted !== null) return { kind: 'cancelled', message: this.#unwanted.why };
    try {
      assertRoom(this.#preview, await this.#readOwn(), await this.#readOthers());
      return null;
    } catch (error) {
      if (!(error instanceof HelixError)) throw error;
      return { kind: 'deviation', message: error.problems[0]?.message ?? error.message };
    }
  }

  async #ask(): Promise<void> {
    const { forge, number } = this.#request;
    if (forge === null) return;
    const pull = await forge.readPullRequest(number);
    this.#commit = pull.head;
    this.#unwanted = unwantedOf(pull, this.#preview.label);
  }

  /** Ends where it is not wanted: what was made of a closed one goes. */
  async #end({ reason, why }: { readonly reason: Unwanted; readonly why: string }): Promise<UpEnd> {
    const { forge, lockTimeoutMs, applyPreview } = this.#request;
    if (reason === 'closed' || reason === 'label') {
      const made = await this.#findRecorded();
      const isMade = made !== null && isAnything(made.state);
      const tellGone = (facts: PreviewFacts | null) => this.#tell({ state: 'destroyed', facts });
      const down = { forge, reason: 'unwanted', lockTimeoutMs, applyPreview, tellGone } as const;
      if (!isMade) await tellGone(null);
      else if (!(await takeDown(this.#ports, made, down)).isGone)
        throw new HelixError('failed', `${why}, and not all of its preview could be destroyed`, {
          hint: '`helix preview sweep` tries again.',
        });
    }
    return { type: 'unwanted', reason, why };
  }

  async #readOthers(): Promise<readonly RecordedPreview[]> {
    const { previews } = await findPreviews(this.#ports, this.#request);
    return previews.filter((one) => !this.#isOwn(one));
  }

  async #readOwn(): Promise<{ readonly number: number; readonly state: State | null }> {
    return { number: this.#request.number, state: (await this.#findRecorded())?.state ?? null };
  }

  async #findRecorded(): Promise<RecordedPreview | null> {
    const { previews } = await findPreviews(this.#ports, this.#request);
    return previews.find((one) => this.#isOwn(one)) ?? null;
  }

  #isOwn({ number, project }: RecordedPreview): boolean {
    return number === this.#request.number && project.scope === this.#project.scope;
  }

  async #readFacts(): Promise<PreviewFacts | null> {
    const recorded = await this.#findRecorded();
    return recorded === null || !isAnything(recorded.state) ? null : readFacts(this.#ports, recorded);
  }

  #now(): string {
    return this.#ports.clock.now().toISOString();
  }

  #tell(told: DistributiveOmit<Told, 'project' | 'number' | 'at'>): Promise<void> {
    const { number, tell } = this.#request;
    return tell({ ...told, project: this.#project.config.project.name, number, at: this.#now() });
  }
}

function isDone({ summary }: ApplyOutcome): boolean {
  return summary.results.every(({ result }) => result === 'done');
}

type DistributiveOmit<T, K extends keyof T> = T extends unknown ? Omit<T, K> : never;

function unwantedOf(
  pull: PullRequest,
  label: string | null,
): { readonly reason: Unwanted; readonly why: string } | null {
  const reason = reasonUnwanted(pull, label);
  const why = reason && unwantedText(reason, pull, label);
  return reason === null
    ? null
    : { reason, why: `pull request ${pull.number} gets no preview: ${why ?? ''}` };
}

function requirePreview({ config, problems }: LoadedProject): PreviewConfig {
  const { preview } = config;
  if (preview === null)
    throw new HelixError('config', 'the project has no previews', {
      hint: 'Add `[preview]` with `from = ["NAME"]` to helix.toml.',
    });
  if (config.instances.length > 0) return preview;
  throw new HelixError('config', 'a preview would be empty', { problems });
}
