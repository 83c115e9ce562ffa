import type { Lowered } from '../../../../stacks';
import type { EngineSession } from '../../../ports/engine';
import type { Random } from '../../../ports/random';
import type { OpenMember } from '../../../state/state';
import type { Address } from '../../../values/resource';
import { recordedLowered } from '../stack/stack-run';
import type { Stacks } from '../stack/stacks';
import { withImage } from './pushed-image';
import type { BatchNotes } from './run-notes';
import { secretMarks } from './secret-marks';

/** Lowers the targets of members, each once: a batch applies the blocks that were planned. */
export class LoweredTargets {
  readonly #stacks: Pick<Stacks, 'lower'>;
  readonly #run: Pick<EngineSession, 'project' | 'workspace' | 'state'>;
  readonly #random: Random;
  readonly #known = new Map<string, Lowered>();

  constructor(
    stacks: Pick<Stacks, 'lower'>,
    run: Pick<EngineSession, 'project' | 'workspace' | 'state'>,
    random: Random,
  ) {
    this.#stacks = stacks;
    this.#run = run;
    this.#random = random;
  }

  /** The blocks of all that is created or changed. Those in the notes of a batch that was begun come first. */
  async lower(
    members: readonly Omit<OpenMember, 'key'>[],
    notes: BatchNotes | null,
  ): Promise<Map<Address, Lowered>> {
    const { project, workspace, state } = this.#run;
    const targets = new Map<Address, Lowered>();
    for (const member of members) {
      const { address, action, target, prior } = member;
      const noted = notes?.targets[address];
      if (noted !== undefined) targets.set(address, noted);
      if (target === null || noted !== undefined) continue;
      const marks = secretMarks(member);
      const key = `${action} ${address} ${target.inputsDigest} ${target.expiresAt ?? ''} ${JSON.stringify(marks)}`;
      const recorded = action === 'update' ? recordedLowered(prior)?.op : undefined;
      const op = recorded ?? this.#random.uuid();
      const lowered =
        this.#known.get(key) ??
        (await this.#stacks.lower({ ...target, secretMarks: marks }, { project, workspace, op }));
      this.#known.set(key, lowered);
      targets.set(address, withImage(lowered, member, state()));
    }
    return targets;
  }
}
