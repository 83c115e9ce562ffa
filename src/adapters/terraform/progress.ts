import type { EngineEvent } from '../../ports/engine';
import type { TerraformMessage } from './messages';
import type { StackRun } from './stack-run';

const VERBS: Readonly<Record<string, string>> = {
  create: 'creating',
  update: 'updating',
  delete: 'deleting',
};

/** What Terraform says while it applies, as the progress of resources; remembers what was begun, done and refused. */
export class Progress {
  readonly started = new Set<string>();
  readonly completed = new Set<string>();
  readonly errored = new Set<string>();
  readonly #owners: StackRun['owners'];
  readonly #onEvent: (event: EngineEvent) => void;

  constructor({ owners }: Pick<StackRun, 'owners'>, onEvent: (event: EngineEvent) => void) {
    this.#owners = owners;
    this.#onEvent = onEvent;
  }

  hear(message: TerraformMessage): void {
    if (message.type === 'other' || message.type === 'diagnostic') return;
    const { address: part, type, action, elapsedSeconds } = message;
    // A replaced part is deleted and created: the second one counts.
    if (type === 'apply_start') {
      this.started.add(part);
      this.completed.delete(part);
    }
    if (type === 'apply_complete') this.completed.add(part);
    if (type === 'apply_errored') this.errored.add(part);
    const address = this.#owners.get(part);
    if (address === undefined || (type !== 'apply_start' && type !== 'apply_progress')) return;
    const what = part.split('.')[0]?.replace(/^aws_/, '').replaceAll('_', ' ') ?? part;
    const since = type === 'apply_progress' ? `, ${Math.round(elapsedSeconds)}s` : '';
    this.#onEvent({ address, phase: `${VERBS[action] ?? action} ${what}${since}` });
  }
}
