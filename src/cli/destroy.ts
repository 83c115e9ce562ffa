import { Command, Option } from 'clipanion';
import { HelixError } from '../errors';
import { assertAtMost } from '../plan/preconditions';
import { renderPlanJson } from '../render/json/plan-json';
import { renderPlan } from '../render/text/plan-text';
import { plan } from '../workflows/plan';
import { EventStream } from './event-stream';
import { ExpiringCommand } from './expiring-command';
import { exitCodeOfPlan } from './plan-exit';

export class DestroyCommand extends ExpiringCommand {
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
      [
        'In two projects, with one report',
        '$0 destroy --expired -C shop -C blog --all-workspaces --auto-approve --out-report expired.md',
      ],
      ['Show what would be destroyed', '$0 destroy --expired --dry-run'],
    ],
  });

  deleteData = Option.Boolean('--delete-data', false, {
    description: 'Delete the volumes of local instances too; default: they stay',
  });

  async execute(): Promise<number> {
    const mode = this.expired ? 'expired' : 'destroy';
    if (this.deleteData && this.expired) {
      throw new HelixError('usage', '--delete-data and --expired cannot be used together', {
        hint: 'What has expired keeps its volume.',
      });
    }
    if (this.isEverywhere) return this.expireEverywhere();
    if (this.dryRun) return this.#showPlan(mode);
    return this.applyAndPrint({
      mode,
      targets: this.target,
      deletesVolumes: this.deleteData,
      source: this.source,
      question: this.expired ? 'Destroy what has expired?' : 'Destroy all of this?',
      maxDestroy: this.mostDestroyed,
    });
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
    assertAtMost([planned], this.mostDestroyed);
    return exitCodeOfPlan(planned);
  }
}
