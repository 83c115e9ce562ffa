import { resolve } from 'node:path';
import { Option } from 'clipanion';
import { HelixError } from '../errors';
import { destroysData } from '../plan/lifecycle';
import type { Plan } from '../plan/plan';
import { renderPlan } from '../render/text/plan-text';
import type { ProjectRequest } from '../workflows/project/project';
import { HelixCommand, durationOption } from './helix-command';
import type { Selection } from './pasteable';
import { PROJECT_VARIABLES } from './variables';
import { isName } from '../values/name';

/** A command about a project and one workspace of it. */
export abstract class ProjectCommand extends HelixCommand {
  static override readonly exitCodes: readonly number[] = [0, 1, 3, 64];
  static override readonly variables = [...HelixCommand.variables, ...PROJECT_VARIABLES];

  workspace = Option.String('--workspace', 'default', {
    description: 'Workspace: a named copy of the project',
  });
  environment = Option.String('--environment', {
    description: 'Use [blueprint.environments.NAME]',
  });
  local = Option.Boolean('--local', false, { description: 'Work on the local containers of this host' });

  protected override get selection(): Selection {
    const workspace = this.workspace === 'default' ? [] : ['--workspace', this.workspace];
    return { ...super.selection, project: [...workspace, ...this.#configuration] };
  }

  /** The options to repeat where a plan is approved; the plan itself names its workspace and its targets. */
  protected get repeatedOptions(): readonly string[] {
    return [...super.selection.directory, ...this.#configuration];
  }

  get #configuration(): readonly string[] {
    const environment = this.environment === undefined ? [] : ['--environment', this.environment];
    return [...environment, ...(this.local ? ['--local'] : [])];
  }

  protected get project(): ProjectRequest {
    if (!isName(this.workspace)) {
      throw new HelixError('usage', `"${this.workspace}" cannot be the name of a workspace`, {
        hint: 'Letters, digits, `-` and `_`, at most 32 of them.',
      });
    }
    return {
      directory: this.startDirectory,
      workspace: this.workspace,
      environment: this.environment ?? null,
      local: this.local,
      ownFiles: this.ownFiles.map((file) => resolve(this.context.cwd, file)),
    };
  }

  /** The files that this command writes, or reads as a plan, as they are typed. */
  protected get ownFiles(): readonly string[] {
    return [];
  }
}

/** Returns the reason of `--override-budget`; null without it. @throws HelixError `usage` for an empty or long reason */
export function overrideReason(text: string | undefined): string | null {
  if (text === undefined) return null;
  const reason = text.trim();
  if (reason !== '' && reason.length <= 500) return reason;
  throw new HelixError('usage', '--override-budget takes a reason, of at most 500 characters', {
    hint: 'It is recorded in the plan and in the state: `--override-budget "load test, agreed with Ada"`.',
  });
}

/** A project command that takes the lock. */
export abstract class LockingCommand extends ProjectCommand {
  static override readonly changesSomething = true;
  static override readonly exitCodes: readonly number[] = [0, 1, 3, 4, 5, 8, 9, 64];

  lockTimeout = Option.String('--lock-timeout', {
    description: 'Time to wait for the lock, such as 5min; default: do not wait',
  });

  protected get lockTimeoutMs(): number {
    return this.lockTimeout === undefined ? 0 : durationOption('--lock-timeout', this.lockTimeout) * 1000;
  }
}

/** A locking command that shows a plan and asks for approval before it applies it. */
export abstract class ApprovingCommand extends LockingCommand {
  autoApprove = Option.Boolean('--auto-approve,--yes,-y', false, {
    description: 'Do not ask for approval',
  });

  /** Shows the plan and asks for approval, unless nothing would change. @throws HelixError `usage` without a terminal */
  protected async approve(plan: Plan, question: string): Promise<boolean> {
    this.tell(`${renderPlan(plan, this.context.errorStyle, { nextStep: false })}\n`);
    if (this.autoApprove || plan.changes.every(({ action }) => action === 'read')) return true;
    if (!this.canAsk) {
      throw new HelixError('usage', 'no terminal to ask for approval; nothing was changed', {
        hint: 'Use --auto-approve, a saved plan, or --plan-digest.',
      });
    }
    return this.#confirm(plan, question);
  }

  /** A plan that destroys data wants more than a `y`, which is easily typed for something else. */
  async #confirm(plan: Plan, question: string): Promise<boolean> {
    const { terminal } = this.context;
    if (!plan.changes.some(destroysData)) return terminal.confirm(question);
    const answer = await terminal.ask(`${question} Data is lost. Type the project's name (${plan.project}):`);
    return answer?.trim() === plan.project;
  }
}
