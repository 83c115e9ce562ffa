import { HelixError } from '../../errors';
import type { DeltaSnapshot, JournalPosition, Snapshot, WholeSnapshot } from './snapshot';
import type { State } from '../state';
import { deltaOf, mergedDelta, withDelta } from './state-delta';
import type { StateDelta } from './state-delta';

/** A delta is merged with earlier ones that are at most this many times as large. */
const GROWTH = 2;
/** The overhead of a delta in bytes: it must be named, stored and read. */
const OVERHEAD = 2000;
/** When the deltas together exceed this fraction of the whole state, a new whole state is written. */
const SHARE = 1 / 4;

/** A snapshot under the name that it is stored as; `bytes` is the length of its text. */
export interface StoredSnapshot {
  readonly name: string;
  readonly snapshot: Snapshot;
  readonly bytes: number;
  /** Whether it is encrypted as it would be now: no delta may be based on a plain snapshot, or on one of an old key. */
  readonly isOwn: boolean;
}

/** The next snapshot to store. */
export interface NextSnapshot {
  readonly snapshot: Snapshot;
  /** The name of the snapshot that a delta is based on. */
  readonly base?: string;
  /** The chain after it is stored. */
  readonly stored: (name: string, bytes: number) => StateChain;
}

type Whole = Pick<StoredSnapshot, 'name' | 'bytes'>;

interface Link extends Whole {
  readonly delta: StateDelta;
}

/**
 * The newest state as it is stored: one whole snapshot, and deltas, each based on the one before. Each delta is more than
 * twice as large as the next, so that there are few of them, and all are small beside the whole. The bytes written stay
 * in proportion to the change: each byte of a change is rewritten a few times at most.
 */
export class StateChain {
  readonly state: State | null;
  /** null: no delta can be based on it. */
  readonly #whole: Whole | null;
  readonly #deltas: readonly Link[];

  private constructor(state: State | null, whole: Whole | null, deltas: readonly Link[]) {
    this.state = state;
    this.#whole = whole;
    this.#deltas = deltas;
  }

  /** Returns the chain of an empty store. */
  static get empty(): StateChain {
    return new StateChain(null, null, []);
  }

  /**
   * Returns the chain of stored snapshots, the oldest first. `place` names the store in errors.
   * @throws HelixError `config` when the snapshots are not based on each other
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

  /** Returns the snapshot that must be stored so that the chain holds `next`. */
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
  return new HelixError('config', `${place}: ${name} is not based on the state that its name says.`, {
    hint: 'Nothing was changed. Restore it from a copy.',
  });
}
