import type { JournalPosition } from '../../state/snapshot';
import type { State } from '../../state/state';
import { encodeBody } from './bodies';
import type { SharedContext } from './context';
import type { OpenJournal, StoredBody } from './head';
import type { HeldHead } from './held-head';

/** How many snapshots are kept. */
const KEPT_STATES = 10;

/**
 * Writes a state as the next serial: first its body, which nobody knows yet, then the head that names it.
 * `journals`: which of them go on from it.
 */
export async function writeState(
  context: SharedContext,
  held: HeldHead,
  state: State,
  journal: JournalPosition,
  journals: readonly OpenJournal[],
): Promise<State> {
  const serial = (held.head.states[0]?.serial ?? 0) + 1;
  const { token } = held.head.lock;
  const name = `${String(serial).padStart(8, '0')}.${token}.${context.random.uuid()}`;
  const bytes = await encodeBody({ format: 1, journal, state: { ...state, serial } }, context.codec);
  await context.storage.writeBody(name, bytes);
  let dropped: readonly StoredBody[] = [];
  const { states } = await held.update(context.storage, (head) => {
    const all = [{ serial: (head.states[0]?.serial ?? 0) + 1, name }, ...head.states];
    dropped = all.slice(KEPT_STATES);
    return { states: all.slice(0, KEPT_STATES), journals };
  });
  // What stays because this fails does no harm.
  await context.storage.removeBodies(dropped.map((body) => body.name)).catch(() => undefined);
  return { ...state, serial: states[0]?.serial ?? serial };
}

/** Deletes snapshots of earlier holders that never came to count. */
export async function sweep({ storage }: SharedContext, held: HeldHead): Promise<void> {
  const { states, lock } = held.head;
  const kept = new Set(states.map(({ name }) => name));
  const isOver = (name: string): boolean => !kept.has(name) && Number(name.split('.')[1]) < lock.token;
  try {
    await storage.removeBodies((await storage.bodies()).filter(isOver));
  } catch {
    // They cost a little space, and the next one to take over tries again.
  }
}
