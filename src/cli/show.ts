import { resolve } from 'node:path';
import { Command, Option } from 'clipanion';
import { renderPlanJson } from '../render/json/plan-json';
import { renderPlan } from '../render/text/plan-text';
import { loadPlan } from '../workflows/saved-plan';
import { HelixCommand } from './helix-command';

export class ShowCommand extends HelixCommand {
  static override paths = [['show']];
  static override usage = Command.Usage({
    category: 'Plan and apply',
    description: 'show a saved plan',
    details: 'A plan that was edited since it was saved is refused.',
    examples: [
      ['Show it as text', '$0 show preview.plan'],
      ['Print it for other programs', '$0 show preview.plan --json'],
    ],
  });

  file = Option.String();
  json = Option.Boolean('--json', false, { description: 'Print the plan as JSON' });
  full = Option.Boolean('--full', false, { description: 'Show every attribute' });

  async execute(): Promise<number> {
    const { plan } = await loadPlan(this.context.ports, resolve(this.context.cwd, this.file));
    if (this.json) this.printJson(renderPlanJson(plan));
    else this.print(renderPlan(plan, this.context.style, { full: this.full }));
    return 0;
  }
}
