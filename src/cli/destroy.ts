import { Command, Option } from 'clipanion';
import { HelixError } from '../errors';
import { renderPlanJson } from '../render/json/plan-json';
import { renderPlan } from '../render/text/plan-text';
import { plan } from '../workflows/plan';
import { CarryingOutCommand } from './apply';
import { countOption } from './helix-command';

export class DestroyCommand extends CarryingOutCommand {
  static override paths = [['destroy']];
  static override usage = Command.Usage({
    description: 'take everything down, or what has expired',
    details: `
      \`--expired\` takes down what has outlived its TTL, dependants first, and nothing else: registry repositories,
      shared images and what is protected stay. It is made for a schedule: nothing expired is exit 0, and more than
      \`--max-destroy\` destroys nothing (exit 5). What it takes stays down until \`helix renew\`.
    `,
    examples: [
      ['Take the project down', '$0 destroy'],
      ['One resource and what depends on it', '$0 destroy --target staging'],
      ['On a schedule', '$0 destroy --expired --auto-approve'],
      ['What that would take', '$0 destroy --expired --dry-run'],
    ],
  });

  target = Option.Array('--target', [], { description: 'Only this resource and what depends on it' });
  expired = Option.Boolean('--expired', false, { description: 'Only what has outlived its TTL' });
  dryRun = Option.Boolean('--dry-run', false, { description: 'Show the plan and end' });
  maxDestroy = Option.String('--max-destroy', {
    description: 'Destroy nothing when more than so many would go',
  });

  async execute(): Promise<number> {
    const mode = this.expired ? 'expired' : 'destroy';
    if (this.dryRun) return this.showPlan(mode);
    return this.carryOut({
      mode,
      targets: this.target,
      source: { type: 'fresh', refresh: this.refresh },
      question: this.expired ? 'Destroy what has expired?' : 'Destroy all of this?',
      maxDestroy: this.maxDestroy === undefined ? null : countOption('--max-destroy', this.maxDestroy, 0),
    });
  }

  /** The very plan that would be carried out, and no more. */
  private async showPlan(mode: 'expired' | 'destroy'): Promise<number> {
    if (this.autoApprove) throw new HelixError('usage', '--dry-run and --auto-approve exclude each other');
    const { ports, style } = this.context;
    const request = { ...this.project, mode, targets: this.target, refresh: false, at: null } as const;
    const { plan: planned, project } = await plan(ports, request);
    this.complain(project.problems);
    if (this.json) this.answerJson(renderPlanJson(planned));
    else this.answer(renderPlan(planned, style));
    return 0;
  }
}
