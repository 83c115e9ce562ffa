import { resolve } from 'node:path';
import { Command, Option } from 'clipanion';
import { HelixError } from '../errors';
import type { Plan } from '../plan/plan';
import { assertSigned, verifyingKey } from '../plan/signature';
import { shellWord } from '../values/shell-word';
import type { ProjectRequest } from '../workflows/project/project';
import { loadPlan, readKeyText } from '../workflows/saved-plan';
import { ApplyingCommand } from './applying-command';
import { BUILDER_OPTION, builderOf } from './builder-option';
import { overrideReason } from './project-command';

export class ApplyCommand extends ApplyingCommand {
  static override paths = [['apply']];
  static override usage = Command.Usage({
    category: 'Plan and apply',
    description: 'apply a plan: a new one, a saved one, or the approved one',
    details: `
      Without arguments it observes what exists, plans, shows the plan and asks for approval. With FILE it applies that saved
      plan or refuses. With \`--plan-digest\` it plans again and refuses unless the plan has that digest.
      Every \`env:\` reference must have a value before anything is changed. Secrets whose values have changed are brought over,
      by an approved plan only if it was made with \`--secrets\`.
      A failure lets running operations finish, skips what depends on it and continues with the rest (exit 4); the next plan
      shows what is left.
    `,
    examples: [
      ['Plan, ask for approval, apply', '$0 apply'],
      ['In CI: apply exactly the approved plan', '$0 apply --plan-digest helix1:3f9ac2...'],
      ['Apply a saved plan', '$0 apply preview.plan'],
      ['Apply it only if it is signed', '$0 apply preview.plan --verify-key key.pub'],
      ['Apply without asking', '$0 apply --auto-approve'],
    ],
  });

  file = Option.String({ required: false });
  builder = BUILDER_OPTION();
  target = Option.Array('--target', [], {
    description: 'Limit to this resource and its dependencies; can be repeated',
  });
  reselect = Option.Boolean('--reselect', false, {
    description: 'Choose machine types, and the places of auto, again',
  });
  overrideBudget = Option.String('--override-budget', {
    description: 'Exceed the [budget] for this reason, which is recorded in the state',
  });

  verifyKey = Option.String('--verify-key', {
    description:
      'With FILE: refuse unless it was signed with the key of this public one (a PEM file, or env:NAME)',
  });

  protected override get project(): ProjectRequest {
    return { ...super.project, builder: builderOf(this.builder) };
  }

  protected override get ownFiles(): readonly string[] {
    return this.file === undefined ? [] : [this.file];
  }

  async execute(): Promise<number> {
    if (this.file !== undefined) return this.#applyFile(this.file);
    if (this.verifyKey !== undefined)
      throw new HelixError('usage', '--verify-key goes with FILE: a saved plan is verified');
    const { source, target: targets, reselect } = this;
    const overrideBudget = overrideReason(this.overrideBudget);
    const question = 'Apply this plan?';
    return this.applyAndPrint({ mode: 'apply', targets, source, reselect, overrideBudget, question });
  }

  async #applyFile(file: string): Promise<number> {
    const others = [this.planDigest, this.overrideBudget, ...this.target];
    if (others.some((other) => other !== undefined) || this.reselect) {
      throw new HelixError(
        'usage',
        'a saved plan is applied as it is: no --plan-digest, no --target, no --reselect, no --override-budget',
      );
    }
    const plan = await this.#loadApproved(file);
    if (this.workspace !== 'default' && this.workspace !== plan.workspace) {
      throw new HelixError(
        'refused',
        `this plan is for workspace ${plan.workspace}, not for ${this.workspace}`,
      );
    }
    return this.applyAndPrint({
      mode: plan.mode,
      targets: plan.targets,
      source: { type: 'saved', plan },
      workspace: plan.workspace,
      question: '',
    });
  }

  /** Reads a saved plan, and its signature where that is asked for. */
  async #loadApproved(file: string): Promise<Plan> {
    const { ports, cwd } = this.context;
    const { plan, signature } = await loadPlan(ports, resolve(cwd, file));
    if (this.verifyKey !== undefined) {
      const key = verifyingKey(await readKeyText(ports, this.verifyKey, cwd), this.verifyKey);
      assertSigned(file, plan, signature, key, ports.clock.now().toISOString());
    } else if (signature !== null) {
      this.info(`${shellWord(file)} is signed; --verify-key checks the signature.`);
    }
    return plan;
  }
}
