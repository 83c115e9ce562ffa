import type { EngineEvent } from '../../../ports/engine';
import type { TerraformMessage } from '../program/messages';
import type { TerraformPlan } from '../stack/planned-changes';
import type { StackRun } from '../stack/stack-run';

const VERBS: Readonly<Record<string, string>> = {
  create: 'creating',
  update: 'updating',
  delete: 'deleting',
};

/** What Terraform says while it applies a plan, as the progress of resources; knows what of it was begun and is left. */
export class Progress {
  readonly #owners: StackRun['owners'];
  readonly #onEvent: (event: EngineEvent) => void;
  /** What Terraform will say that it completed, by part. */
  readonly #left = new Map<string, Set<string>>();
  readonly #begun = new Set<string>();
  readonly #refused = new Set<string>();

  constructor(
    { owners }: Pick<StackRun, 'owners'>,
    { changes }: Pick<TerraformPlan, 'changes'>,
    onEvent: (event: EngineEvent) => void,
  ) {
    this.#owners = owners;
    this.#onEvent = onEvent;
    for (const [part, { action }] of changes) {
      if (typeof action !== 'string' || action === 'no-op') continue;
      this.#left.set(part, new Set(action === 'replace' ? ['delete', 'create'] : [action]));
    }
  }

  hear(message: TerraformMessage): void {
    if (message.type === 'other' || message.type === 'diagnostic') return;
    const { address: part, type, action } = message;
    if (type === 'apply_start') this.#begun.add(part);
    if (type === 'apply_errored') this.#refused.add(part);
    if (type === 'apply_complete') this.#complete(part, action);
    const address = this.#owners.get(part);
    if (address === undefined || (type !== 'apply_start' && type !== 'apply_progress')) return;
    const what = part.split('.')[0]?.replace(/^aws_/, '').replaceAll('_', ' ') ?? part;
    const since = type === 'apply_progress' ? `, ${Math.round(message.elapsedSeconds)}s` : '';
    this.#onEvent({ address, phase: `${VERBS[action] ?? action} ${what}${since}` });
  }

  /** Parts that are not as they were approved to be. */
  left(): readonly string[] {
    return [...this.#left.keys()];
  }

  /** Whether something of a part was asked for. */
  hasBegun(part: string): boolean {
    return this.#begun.has(part);
  }

  /** Whether Terraform said itself that it could not do it: then the cloud has answered, mostly. */
  wasRefused(part: string): boolean {
    return this.#refused.has(part);
  }

  #complete(part: string, action: string): void {
    const left = this.#left.get(part);
    left?.delete(action);
    if (left?.size === 0) this.#left.delete(part);
  }
}
