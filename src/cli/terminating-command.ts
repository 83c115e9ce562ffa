import { Option } from 'clipanion';
import { HelixError } from '../errors';
import { destroysData } from '../plan/lifecycle';
import type { Plan } from '../plan/plan';
import { renderPlan } from '../render/text/plan-text';
import { removeDeclarations } from '../workflows/delete';
import { findTerminated } from '../workflows/deploy/find-terminated';
import type { Terminated } from '../workflows/deploy/find-terminated';
import type { SizedProject } from '../workflows/project/project';
import { ApplyingCommand } from './applying-command';
import { countOption } from './helix-command';

/** A command that destroys deployments and keeps them down: `terminate` and `cloud terminate`. */
export abstract class TerminatingCommand extends ApplyingCommand {
  name = Option.String({ required: false });
  deploymentId = Option.String('--deployment-id', {
    description: "The cloud's own id of what is terminated, such as i-0d245e115efb39af2",
  });
  blueprintId = Option.String('--blueprint-id', {
    description: 'Every machine of the blueprint with this number',
  });
  all = Option.Boolean('--all', false, { description: 'Every machine of the workspace' });
  expired = Option.Boolean('--expired', false, {
    description: 'What has outlived its TTL: the same as destroy --expired',
  });
  forget = Option.Boolean('--forget', false, { description: 'Remove its table from the file as well' });

  async execute(): Promise<number> {
    const what = this.#what();
    if (what === 'expired') {
      return this.applyAndPrint({
        mode: 'expired',
        targets: [],
        source: this.source,
        question: 'Destroy what has expired?',
      });
    }
    const { addresses, local } = await findTerminated(this.context.ports, this.project, what);
    if (addresses.length === 0) {
      this.print('Nothing is deployed.\n');
      return 0;
    }
    const code = await this.applyAndPrint({
      mode: 'destroy',
      targets: addresses,
      local,
      terminates: !this.forget,
      source: this.source,
      question:
        addresses.length === 1 ? `Terminate ${addresses[0]}?` : `Terminate these ${addresses.length}?`,
    });
    if (code === 0 && this.forget) await this.#forget(addresses);
    return code;
  }

  /** @throws HelixError `usage` unless exactly one thing is named */
  #what(): Terminated | 'expired' {
    const { name, deploymentId, blueprintId } = this;
    const named: (Terminated | 'expired')[] = [
      ...(name === undefined ? [] : [{ by: 'name', name } as const]),
      ...(deploymentId === undefined ? [] : [{ by: 'deployment-id', id: deploymentId } as const]),
      ...(blueprintId === undefined
        ? []
        : [{ by: 'blueprint-id', id: countOption('--blueprint-id', blueprintId, 0) } as const]),
      ...(this.all ? [{ by: 'all' } as const] : []),
      ...(this.expired ? (['expired'] as const) : []),
    ];
    const [what, another] = named;
    if (what !== undefined && another === undefined) return what;
    throw new HelixError(
      'usage',
      'exactly one of NAME, --deployment-id, --blueprint-id, --all and --expired names what is terminated',
      { hint: '`helix status` shows what is deployed.' },
    );
  }

  async #forget(addresses: readonly string[]): Promise<void> {
    const names = addresses.map((address) => address.slice(address.indexOf('.') + 1));
    const files = await removeDeclarations(this.context.ports, this.project, names);
    for (const { name, file } of files) this.info(`Removed "${name}" from ${file}.`);
  }

  /** One machine goes by Enter; several, and data, want more. */
  protected override async askForApproval(
    plan: Plan,
    project: SizedProject,
    question: string,
  ): Promise<boolean> {
    const { terminal, errorStyle } = this.context;
    const isOne = !this.all && this.blueprintId === undefined && plan.mode === 'destroy';
    if (!isOne || this.autoApprove || !this.canAsk || plan.changes.some(destroysData)) {
      return super.askForApproval(plan, project, question);
    }
    this.tell(`${renderPlan(plan, errorStyle, { nextStep: false })}\n`);
    return plan.changes.length === 0 || terminal.confirm(question, true);
  }
}
