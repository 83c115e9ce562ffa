import type { JournalPosition } from '../../../state/stored/snapshot';
import type { State } from '../../../state/state';
import type { StateChain } from '../../../state/stored/state-chain';
import { keptStates } from '../../../state/stored/stored-states';
import type { StoredState } from '../../../state/stored/stored-states';
import { encodeBody } from './bodies';
import type { SharedContext } from './context';
import type { OpenJournal } from './head';
import type { HeldHead } from './held-head';

/**
 * Writes a state as the next serial: first its body, which no head names yet, then the head that names it.
 * `journals` are those that follow it. `chain` is the one that was last written or read.
 */
export async function writeState(
  context: SharedContext,
  held: HeldHead,
  chain: StateChain,
  next: {
    readonly state: State;
    readonly journal: JournalPosition;
    readonly journals: readonly OpenJournal[];
  },
): Promise<{ readonly state: State; readonly chain: StateChain }> {
  const serial = (held.head.states[0]?.serial ?? 0) + 1;
  const { token } = held.head.lock;
  const name = `${String(serial).padStart(8, '0')}.${token}.${context.random.uuid()}`;
  const state = { ...next.state, serial };
  const { snapshot, base, stored } = chain.next(state, next.journal);
  const body = await encodeBody(snapshot, context.codec);
  await context.storage.writeBody(name, body.stored);
  let dropped: readonly StoredState[] = [];
  const { states } = await held.update(context.storage, (head) => {
    const own = { serial: (head.states[0]?.serial ?? 0) + 1, name, ...(base !== undefined && { base }) };
    const { kept, ...rest } = keptStates([own, ...head.states]);
    dropped = rest.dropped;
    return { states: kept, journals: next.journals };
  });
  // A body that remains after a failure does no harm.
  await context.storage.removeBodies(dropped.map((old) => old.name)).catch(() => undefined);
  return { state: { ...state, serial: states[0]?.serial ?? serial }, chain: stored(name, body.bytes) };
}

/** Deletes snapshots of earlier holders that no head ever named. */
export async function sweep({ storage }: SharedContext, held: HeldHead): Promise<void> {
  const { states, lock } = held.head;
  const kept = new Set(states.map(({ name }) => name));
  const isOver = (name: string): boolean => !kept.has(name) && Number(name.split('.')[1]) < lock.token;
  try {
    await storage.removeBodies((await storage.listBodies()).filter(isOver));
  } catch {
    // They cost a little space, and the next process that takes over tries again.
  }
}
