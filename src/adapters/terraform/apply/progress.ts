import type { EngineEvent } from '../../../ports/engine';
import type { TerraformMessage } from '../program/messages';
import type { TerraformPlan } from '../stack/planned-changes';
import type { StackRun } from '../stack/stack-run';

const PHASES: Readonly<Record<string, string>> = {
  create: 'creating',
  update: 'updating',
  delete: 'deleting',
};
const DONE: Readonly<Record<string, string>> = { create: 'created', update: 'updated' };

/** Turns Terraform's messages into the progress of resources, and knows which parts were begun and which are left. */
export class Progress {
  readonly #owners: StackRun['owners'];
  /** The parts that stand for their resources. */
  readonly #primaries: ReadonlySet<string>;
  readonly #onEvent: (event: EngineEvent) => void;
  /** The actions that Terraform has not yet completed, by part. */
  readonly #left = new Map<string, Set<string>>();
  readonly #begun = new Set<string>();
  readonly #refused = new Set<string>();

  constructor(
    { owners, members }: Pick<StackRun, 'owners' | 'members'>,
    { changes }: Pick<TerraformPlan, 'changes'>,
    onEvent: (event: EngineEvent) => void,
  ) {
    this.#owners = owners;
    this.#primaries = new Set(members.flatMap(({ target }) => target?.primary ?? []));
    this.#onEvent = onEvent;
    for (const [part, { action }] of changes) {
      if (typeof action !== 'string' || action === 'no-op') continue;
      this.#left.set(part, new Set(action === 'replace' ? ['delete', 'create'] : [action]));
    }
  }

  handle(message: TerraformMessage): void {
    if (message.type === 'other' || message.type === 'diagnostic') return;
    const { address: part, type, action } = message;
    if (type === 'apply_start') this.#begun.add(part);
    if (type === 'apply_errored') this.#refused.add(part);
    if (type === 'apply_complete') this.#complete(part, action);
    const address = this.#owners.get(part);
    if (address === undefined || (type !== 'apply_start' && type !== 'apply_progress')) return;
    const isBegun = type === 'apply_start' && action === 'create';
    const since = type === 'apply_progress' ? `, ${Math.round(message.elapsedSeconds)}s` : '';
    this.#onEvent({
      address,
      phase: `${PHASES[action] ?? action} ${typeName(part)}${since}`,
      ...(isBegun && { reached: 'begun' }),
    });
  }

  /** Parts that are not as they were approved to be. */
  left(): readonly string[] {
    return [...this.#left.keys()];
  }

  /** Whether the cloud was asked to change a part. */
  hasBegun(part: string): boolean {
    return this.#begun.has(part);
  }

  /** Whether Terraform reported that a part failed: in most cases because the cloud answered so. */
  wasRefused(part: string): boolean {
    return this.#refused.has(part);
  }

  #complete(part: string, action: string): void {
    const left = this.#left.get(part);
    left?.delete(action);
    if (left?.size === 0) this.#left.delete(part);
    const address = this.#owners.get(part);
    const done = DONE[action];
    if (address === undefined || done === undefined) return;
    const isWhole = [...this.#left.keys()].every((other) => this.#owners.get(other) !== address);
    if (!isWhole && !this.#primaries.has(part)) return;
    this.#onEvent({
      address,
      phase: `${done} ${typeName(part)}`,
      reached: isWhole ? 'connected' : 'running',
    });
  }
}

/** `acme_security_group.api` -> `security group`: a type begins with the name of its provider. */
function typeName(part: string): string {
  const [type = part] = part.split('.');
  return type.replace(/^[a-z0-9]+_/, '').replaceAll('_', ' ');
}
