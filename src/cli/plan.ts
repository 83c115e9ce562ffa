import { resolve } from 'node:path';
import { Command, Option } from 'clipanion';
import { HelixError } from '../errors';
import type { Plan } from '../plan/plan';
import { renderPlanJson } from '../render/json/plan-json';
import { renderPlan } from '../render/text/plan-text';
import { plan } from '../workflows/plan';
import { savePlan } from '../workflows/saved-plan';
import { ProjectCommand, overrideReason } from './project-command';

export class PlanCommand extends ProjectCommand {
  static override paths = [['plan']];
  static override usage = Command.Usage({
    category: 'Plan and apply',
    description: 'show what apply would change, what it would cost and when it would expire',
    details: `
      Compares the configuration with what is recorded. It asks nobody and writes nothing, unless \`--refresh\` or
      \`--out\` say so. Exit code 0, or with \`--detailed-exitcode\` 2 when there are changes.
    `,
    examples: [
      ['Plan the project in this directory', '$0 plan'],
      ['Keep the plan, to apply exactly that', '$0 plan --out preview.plan'],
      ['What the next `destroy --expired` would take', '$0 plan --expired'],
      ['As it will be in a week', '$0 plan --expired --at 2026-12-01T00:00:00Z'],
      ['Look at what is really there first', '$0 plan --refresh'],
      ['Let Terraform plan as well, and show its resources', '$0 plan --verify'],
    ],
  });

  target = Option.Array('--target', [], { description: 'Only this resource and what it needs' });
  destroy = Option.Boolean('--destroy', false, { description: 'Plan to take everything down' });
  expired = Option.Boolean('--expired', false, { description: 'Plan to take down what has expired' });
  refresh = Option.Boolean('--refresh', false, { description: 'Ask the clouds what is really there' });
  verify = Option.Boolean('--verify', false, {
    description: "Ask the engines' own tools whether they would do just that",
  });
  reselect = Option.Boolean('--reselect', false, {
    description: 'Choose the types of machines, and the places of `auto`, anew',
  });
  overrideBudget = Option.String('--override-budget', {
    description: 'Why this plan may exceed the [budget]; recorded in the plan and the state',
  });
  at = Option.String('--at', { description: 'Plan as if it were then (RFC 3339)' });
  out = Option.String('--out', { description: 'Write the plan to a file, for `apply FILE`' });
  json = Option.Boolean('--json', false, { description: 'Print the plan as JSON' });
  full = Option.Boolean('--full', false, { description: 'Show every attribute' });
  detailedExitcode = Option.Boolean('--detailed-exitcode', false, {
    description: 'Exit with 2 when there are changes',
  });

  async execute(): Promise<number> {
    if (this.destroy && this.expired)
      throw new HelixError('usage', '--destroy and --expired exclude each other');
    const { ports, style } = this.context;
    const {
      plan: planned,
      project,
      verified,
    } = await plan(ports, {
      ...this.project,
      mode: this.destroy ? 'destroy' : this.expired ? 'expired' : 'apply',
      targets: this.target,
      refresh: this.refresh,
      verify: this.verify,
      reselect: this.reselect,
      overrideBudget: overrideReason(this.overrideBudget),
      at: this.at === undefined ? null : instant(this.at),
    });
    this.warn(project.problems);
    if (this.out !== undefined) {
      await savePlan(ports, project, resolve(this.context.cwd, this.out), planned);
      this.info(`Wrote ${this.out}: \`helix apply ${this.out}\` carries out exactly this plan.`);
    }
    if (this.json) this.printJson(renderPlanJson(planned, verified));
    else {
      const reason = planned.budget?.override?.reason;
      const words = [
        ...this.repeatedOptions,
        ...(this.reselect ? ['--reselect'] : []),
        ...(reason === undefined ? [] : ['--override-budget', reason]),
      ];
      this.print(renderPlan(planned, style, { full: this.full, arguments: words, verified }));
    }
    return this.detailedExitcode && hasChanges(planned) ? 2 : 0;
  }
}

function hasChanges(plan: Plan): boolean {
  return [...plan.changes, ...plan.unsupported].some(({ action }) => action !== 'read');
}

function instant(text: string): string {
  const time = Date.parse(text);
  if (!/^\d{4}-\d{2}-\d{2}/.test(text) || Number.isNaN(time)) {
    throw new HelixError('usage', `--at takes a time such as 2026-12-01T00:00:00Z, not "${text}"`);
  }
  return new Date(time).toISOString();
}
