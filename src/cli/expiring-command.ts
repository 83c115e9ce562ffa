import { Option } from 'clipanion';
import { HelixError, exitCodeOf } from '../errors';
import { assertAtMost } from '../plan/preconditions';
import { renderPlanJson } from '../render/json/plan-json';
import { workspaceEndJson } from '../render/json/summary-json';
import { renderExpiredMarkdown } from '../render/markdown/expired-markdown';
import { renderError } from '../render/problems/render-error';
import { renderPlan } from '../render/text/plan-text';
import type { ApplyOutcome } from '../workflows/apply';
import { destroyExpired, planExpired } from '../workflows/destroy-expired';
import type { ExpiredIn, ExpiryPlace, WorkspaceEnd } from '../workflows/destroy-expired';
import { ApplyingCommand, exitCodeAfter } from './applying-command';
import { EventStream } from './event-stream';
import { countOption } from './helix-command';
import { exitCodeOfPlan, worstOf } from './plan-exit';

/** A command that destroys what has expired, in several workspaces and projects. */
export abstract class ExpiringCommand extends ApplyingCommand {
  target = Option.Array('--target', [], {
    description: 'Limit to this resource and its dependants; can be repeated',
  });
  expired = Option.Boolean('--expired', false, {
    description: 'Destroy only what has outlived its TTL; takes several --directory',
  });
  allWorkspaces = Option.Boolean('--all-workspaces', false, {
    description: 'With --expired: in every workspace, one after the other',
  });
  dryRun = Option.Boolean('--dry-run', false, { description: 'Show the plan without destroying anything' });
  maxDestroy = Option.String('--max-destroy', {
    description:
      'Abort if more than N resources would be destroyed, in all workspaces and directories together',
  });

  #ends: WorkspaceEnd[] | null = null;

  protected override get takesDirectories(): boolean {
    return this.expired;
  }

  /** Whether there is more than one workspace to look through. */
  protected get isEverywhere(): boolean {
    return this.allWorkspaces || this.typedDirectories.length > 1;
  }

  protected get mostDestroyed(): number | null {
    return this.maxDestroy === undefined ? null : countOption('--max-destroy', this.maxDestroy, 0);
  }

  /** Destroys in one workspace after the other, each with its own plan and summary. */
  protected async expireEverywhere(): Promise<number> {
    const { local, planDigest } = this;
    if (
      !this.expired ||
      (this.allWorkspaces && this.workspace !== 'default') ||
      local ||
      planDigest !== undefined
    ) {
      const several = this.allWorkspaces ? '--all-workspaces goes' : 'several --directory go';
      throw new HelixError(
        'usage',
        `${several} with --expired, and with no --workspace, --local or --plan-digest`,
      );
    }
    const searches = this.typedDirectories.map((directory) => {
      this.enter(directory);
      return { directory, request: this.project, allWorkspaces: this.allWorkspaces, targets: this.target };
    });
    const found = await planExpired(this.context.ports, searches);
    if (this.dryRun) return this.#showPlans(found);
    const ends = (this.#ends = []) as WorkspaceEnd[];
    const begin = (place: ExpiryPlace): void => {
      this.enter(place.directory);
      if (!this.json) this.print(`${placeText(place, searches.length > 1)}\n`);
    };
    for await (const end of destroyExpired(found, this.mostDestroyed, begin, (name) => this.#expire(name))) {
      ends.push(end);
      this.#printEnd(end);
    }
    await this.reportResults(() => renderExpiredMarkdown(ends));
    if (this.json) this.printJson(ends.map(workspaceEndJson));
    else if (ends.length === 0) this.print('Nothing has expired: no workspace has a recorded state.\n');
    return worstOf([...ends.map(exitCodeOfEnd), this.reportsLost]);
  }

  /** The results of all workspaces are told together. */
  protected override async reportOutcome(outcome: ApplyOutcome): Promise<void> {
    if (this.#ends === null) await super.reportOutcome(outcome);
  }

  #expire(workspace: string): Promise<ApplyOutcome> {
    return this.applyPlan({
      mode: 'expired',
      targets: this.target,
      workspace,
      maxDestroy: this.mostDestroyed,
      source: this.source,
      question: `Destroy what has expired in workspace ${workspace}?`,
    });
  }

  #printEnd({ outcome, error }: WorkspaceEnd): void {
    if (error !== null) this.tell(renderError(error, this.context.errorStyle));
    else if (!this.json) this.printSummary(outcome);
  }

  #showPlans(found: readonly ExpiredIn[]): number {
    if (this.autoApprove)
      throw new HelixError('usage', '--dry-run and --auto-approve cannot be used together');
    this.stream = new EventStream(this.context, this.events, false);
    const plans = found.flatMap(({ plan }) => plan ?? []);
    for (const one of plans) this.stream.plan(one);
    if (this.json) this.printJson(plans.map((one) => renderPlanJson(one)));
    for (const { directory, plan: one, error } of found) {
      this.enter(directory);
      if (error !== null) this.tell(renderError(error, this.context.errorStyle));
      else if (!this.json)
        this.print(`${renderPlan(one, this.context.style, { arguments: this.repeatedOptions })}\n`);
    }
    assertAtMost(plans, this.mostDestroyed);
    return worstOf(
      found.map(({ plan: one, error }) => (error === null ? exitCodeOfPlan(one) : exitCodeOf(error))),
    );
  }
}

function placeText({ directory, workspace }: ExpiryPlace, isOneOfSeveral: boolean): string {
  const where = isOneOfSeveral ? `Directory ${directory}` : '';
  if (workspace === null) return where;
  return where === '' ? `Workspace ${workspace}` : `${where}, workspace ${workspace}`;
}

function exitCodeOfEnd({ outcome, error }: WorkspaceEnd): number {
  return error === null ? exitCodeAfter(outcome) : exitCodeOf(error);
}
