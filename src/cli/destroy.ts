import { Command, Option } from 'clipanion';
import { HelixError, exitCodeOf } from '../errors';
import { renderPlanJson } from '../render/json/plan-json';
import { workspaceEndJson } from '../render/json/summary-json';
import { renderError } from '../render/problems/render-error';
import { renderPlan } from '../render/text/plan-text';
import type { ApplyOutcome } from '../workflows/apply';
import { destroyExpired, planExpired } from '../workflows/destroy-expired';
import type { ExpiredIn, WorkspaceEnd } from '../workflows/destroy-expired';
import { assertAtMost } from '../plan/preconditions';
import { plan } from '../workflows/plan';
import { ApplyingCommand, exitCodeAfter } from './applying-command';
import { EventStream } from './event-stream';
import { countOption } from './helix-command';
import { exitCodeOfPlan } from './plan';

export class DestroyCommand extends ApplyingCommand {
  static override paths = [['destroy']];
  static override usage = Command.Usage({
    category: 'Plan and apply',
    description: 'destroy everything, or what has expired',
    details: `
      \`--expired\` destroys what has outlived its TTL, dependants first, and nothing else: registry repositories, shared
      images and protected resources stay. It is meant for a schedule: it exits with 0 if nothing has expired, and with 5,
      destroying nothing, if more than \`--max-destroy\` resources would go. Expired resources stay down until \`helix renew\`.
    `,
    examples: [
      ['Destroy the project', '$0 destroy'],
      ['Destroy one resource and its dependants', '$0 destroy --target staging'],
      ['On a schedule', '$0 destroy --expired --auto-approve'],
      ['On a schedule, in every workspace', '$0 destroy --expired --all-workspaces --auto-approve'],
      ['Show what would be destroyed', '$0 destroy --expired --dry-run'],
    ],
  });

  target = Option.Array('--target', [], {
    description: 'Limit to this resource and its dependants; can be repeated',
  });
  expired = Option.Boolean('--expired', false, { description: 'Destroy only what has outlived its TTL' });
  allWorkspaces = Option.Boolean('--all-workspaces', false, {
    description: 'With --expired: in every workspace, one after the other',
  });
  deleteData = Option.Boolean('--delete-data', false, {
    description: 'Delete the volumes of local instances too; default: they stay',
  });
  dryRun = Option.Boolean('--dry-run', false, { description: 'Show the plan without destroying anything' });
  maxDestroy = Option.String('--max-destroy', {
    description: 'Abort if more than N resources would be destroyed',
  });

  async execute(): Promise<number> {
    const mode = this.expired ? 'expired' : 'destroy';
    if (this.deleteData && this.expired) {
      throw new HelixError('usage', '--delete-data and --expired cannot be used together', {
        hint: 'What has expired keeps its volume.',
      });
    }
    if (this.allWorkspaces) return this.#expireEverywhere();
    if (this.dryRun) return this.#showPlan(mode);
    return this.applyAndPrint({
      mode,
      targets: this.target,
      deletesVolumes: this.deleteData,
      source: this.source,
      question: this.expired ? 'Destroy what has expired?' : 'Destroy all of this?',
      maxDestroy: this.#mostDestroyed,
    });
  }

  get #mostDestroyed(): number | null {
    return this.maxDestroy === undefined ? null : countOption('--max-destroy', this.maxDestroy, 0);
  }

  /** Destroys one workspace after the other, each with its own plan and summary. */
  async #expireEverywhere(): Promise<number> {
    if (!this.expired || this.workspace !== 'default' || this.local || this.planDigest !== undefined) {
      throw new HelixError(
        'usage',
        '--all-workspaces goes with --expired, and with no --workspace, --local or --plan-digest',
      );
    }
    const maxDestroy = this.#mostDestroyed;
    const found = await planExpired(this.context.ports, this.project, this.target);
    if (this.dryRun) return this.#showPlans(found);
    const begin = (workspace: string): void => {
      if (!this.json) this.print(`Workspace ${workspace}\n`);
    };
    const ends: WorkspaceEnd[] = [];
    for await (const end of destroyExpired(found, maxDestroy, begin, (name) => this.#expire(name))) {
      ends.push(end);
      this.#printEnd(end);
    }
    if (this.json) this.printJson(ends.map(workspaceEndJson));
    else if (ends.length === 0) this.print('Nothing has expired: no workspace has a recorded state.\n');
    return ends.map(exitCodeOfEnd).find((code) => code !== 0) ?? 0;
  }

  #expire(workspace: string): Promise<ApplyOutcome> {
    return this.applyPlan({
      mode: 'expired',
      targets: this.target,
      workspace,
      maxDestroy: this.#mostDestroyed,
      source: this.source,
      question: `Destroy what has expired in workspace ${workspace}?`,
    });
  }

  #printEnd({ outcome, error }: WorkspaceEnd): void {
    const { errorStyle } = this.context;
    if (error !== null) this.tell(renderError(error, errorStyle));
    else if (!this.json) this.printSummary(outcome);
  }

  #showPlans(found: readonly ExpiredIn[]): number {
    if (this.autoApprove)
      throw new HelixError('usage', '--dry-run and --auto-approve cannot be used together');
    this.stream = new EventStream(this.context, this.events, false);
    for (const { plan, error } of found) if (plan === null) throw error;
    const plans = found.flatMap(({ plan }) => plan ?? []);
    for (const one of plans) this.stream.plan(one);
    if (this.json) this.printJson(plans.map((one) => renderPlanJson(one)));
    else
      this.print(
        plans
          .map((one) => renderPlan(one, this.context.style, { arguments: this.repeatedOptions }))
          .join('\n'),
      );
    assertAtMost(plans, this.#mostDestroyed);
    return Math.max(0, ...plans.map((one) => exitCodeOfPlan(one)));
  }

  /** Prints the plan that would be applied, and ends. */
  async #showPlan(mode: 'expired' | 'destroy'): Promise<number> {
    if (this.autoApprove)
      throw new HelixError('usage', '--dry-run and --auto-approve cannot be used together');
    const { ports, style } = this.context;
    this.stream = new EventStream(this.context, this.events, false);
    const scope = { targets: this.target, deletesVolumes: this.deleteData };
    const request = { ...this.project, ...scope, mode, refresh: false, at: null } as const;
    const { plan: planned, project } = await plan(ports, request);
    this.warn(project.problems);
    this.stream.plan(planned);
    if (this.json) this.printJson(renderPlanJson(planned));
    else this.print(renderPlan(planned, style, { arguments: this.repeatedOptions }));
    assertAtMost([planned], this.#mostDestroyed);
    return exitCodeOfPlan(planned);
  }
}

function exitCodeOfEnd({ outcome, error }: WorkspaceEnd): number {
  return error === null ? exitCodeAfter(outcome) : exitCodeOf(error);
}
