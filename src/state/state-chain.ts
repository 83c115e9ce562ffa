import { HelixError } from '../errors';
import type { DeltaSnapshot, JournalPosition, Snapshot, WholeSnapshot } from './snapshot';
import type { State } from './state';
import { deltaOf, mergedDelta, withDelta } from './state-delta';
import type { StateDelta } from './state-delta';

/** A delta is merged with those before it that are not more than so many times as large. */
const GROWTH = 2;
/** What a delta costs besides what it says, in bytes: it must be named, kept and read. */
const OVERHEAD = 2000;
/** Deltas that together are larger than this part of the whole state give way to a new whole one. */
const SHARE = 1 / 4;

/** A snapshot under the name that it is stored as; `bytes` is how long its text is. */
export interface StoredSnapshot {
  readonly name: string;
  readonly snapshot: Snapshot;
  readonly bytes: number;
  /** Whether it is encrypted as it would be now: nothing goes on from what is plain, or needs a key that is to go. */
  readonly isOwn: boolean;
}

/** What is to be stored next. */
export interface NextSnapshot {
  readonly snapshot: Snapshot;
  /** The name of the snapshot that a delta goes on from. */
  readonly base?: string;
  /** The chain once that is stored. */
  readonly stored: (name: string, bytes: number) => StateChain;
}

type Whole = Pick<StoredSnapshot, 'name' | 'bytes'>;

interface Link extends Whole {
  readonly delta: StateDelta;
}

/**
 * The newest state as it is stored: one snapshot of the whole, and deltas, each going on from the one before it. Each is
 * more than twice as large as the next, so there are few of them; and all are small beside the whole. What is written
 * thus stays in proportion to what changed: each byte of a change is written again a few times at most.
 */
export class StateChain {
  readonly state: State | null;
  /** null: nothing can go on from it. */
  readonly #whole: Whole | null;
  readonly #deltas: readonly Link[];

  private constructor(state: State | null, whole: Whole | null, deltas: readonly Link[]) {
    this.state = state;
    this.#whole = whole;
    this.#deltas = deltas;
  }

  /** Where nothing is stored. */
  static get empty(): StateChain {
    return new StateChain(null, null, []);
  }

  /**
   * What was stored, the oldest first. `place` names where, in errors.
   * @throws HelixError `config` when these cannot go on from each other
   */
  static of(stored: readonly StoredSnapshot[], place: string): StateChain {
    const [whole, ...rest] = stored;
    if (whole === undefined) return StateChain.empty;
    if (!('state' in whole.snapshot)) throw notWhole(place, whole.name);
    let { state } = whole.snapshot;
    const deltas = rest.map(({ name, bytes, snapshot }): Link => {
      if (!('delta' in snapshot) || state === null) throw notWhole(place, name);
      state = withDelta(state, snapshot.delta);
      return { name, bytes, delta: snapshot.delta };
    });
    return new StateChain(state, stored.every(({ isOwn }) => isOwn) ? whole : null, deltas);
  }

  /** What must be stored so that `next` is what the chain says. */
  next(next: State | null, journal: JournalPosition): NextSnapshot {
    return this.#delta(next, journal) ?? StateChain.#wholeOf(next, journal);
  }

  #delta(next: State | null, journal: JournalPosition): NextSnapshot | undefined {
    const whole = this.#whole;
    const own = this.state && next && deltaOf(this.state, next);
    if (whole === null || own === null) return undefined;
    const kept = [...this.#deltas];
    const merged = [own];
    let bytes = JSON.stringify(own).length + OVERHEAD;
    for (let last = kept.at(-1); last && last.bytes <= GROWTH * bytes; last = kept.at(-1)) {
      bytes += last.bytes;
      merged.unshift(last.delta);
      kept.pop();
    }
    if (bytes > SHARE * whole.bytes) return undefined;
    const delta = merged.reduce(mergedDelta);
    const snapshot: DeltaSnapshot = { format: 2, journal, delta };
    return {
      snapshot,
      base: kept.at(-1)?.name ?? whole.name,
      stored: (name, size) => new StateChain(next, whole, [...kept, { name, bytes: size, delta }]),
    };
  }

  static #wholeOf(state: State | null, journal: JournalPosition): NextSnapshot {
    const snapshot: WholeSnapshot = { format: 1, journal, state };
    return { snapshot, stored: (name, bytes) => new StateChain(state, { name, bytes }, []) };
  }
}

function notWhole(place: string, name: string): HelixError {
  return new HelixError('config', `${place}: ${name} does not go on from what it is said to.`, {
    hint: 'Nothing was changed. Restore it from a copy.',
  });
}
