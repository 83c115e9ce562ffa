import { LeasedState } from '../../../state/leased-state';
import { HelixError } from '../../../errors';
import { Heartbeat } from '../lease/heartbeat';
import { LocalLease } from './local-lease';
import { readCurrent } from './read-current';
import type { Current } from './read-current';
import { writeStored } from './snapshots';
import type { StoreContext } from './store-context';
import type { TakenLock } from './take-lock';

/**
 * Turns a lock into a lease: shuts out earlier holders, folds what they left, cleans up.
 * undefined when the lock was lost on the way.
 */
export async function enterLease(context: StoreContext, taken: TakenLock): Promise<LocalLease | undefined> {
  const { directory } = context;
  const { lock } = taken;
  const heartbeat = new Heartbeat(
    { beat: () => lock.beat(), isNewest: () => directory.isNewest(lock.token) },
    context,
    taken.takenMs,
  );
  try {
    // Whoever slept before taking this lock may have taken one that was used and cleaned away long ago.
    await heartbeat.confirm();
    await waitUntilOvertakenIsSilent(context, taken);
    // Made here and never later, so that a holder who sleeps through its end can not bring its journal back.
    const file = await directory.createJournal(lock.token);
    try {
      const current = await seal(context, taken, heartbeat);
      await directory.sync();
      await heartbeat.confirm();
      await directory.clean(lock.token, current.stored.states);
      const leased = new LeasedState(lock.token, current.state);
      return new LocalLease(context, { lock, heartbeat, leased, file, stored: current.stored });
    } catch (error) {
      await file.close();
      throw error;
    }
  } catch (error) {
    await heartbeat.stop();
    await lock.end('abandoned').catch(() => undefined);
    if (error instanceof HelixError && error.kind === 'locked') return undefined;
    throw error;
  }
}

// A holder whose heart beat once more after it was judged may act for half a lease before it looks again.
async function waitUntilOvertakenIsSilent(context: StoreContext, { overtaken }: TakenLock): Promise<void> {
  if (overtaken === null) return;
  const content = await context.directory.readLock(overtaken.token);
  if (overtaken.byForce || content !== overtaken.content) await context.clock.sleep(context.leaseMs / 2);
}

/**
 * Writes a state with everything that earlier holders left, unless they left nothing and can write no more.
 * That state has the serial that a sleeping holder would write next, so it can write none.
 */
async function seal(
  context: StoreContext,
  { lock, isClean }: TakenLock,
  heartbeat: Heartbeat,
): Promise<Current> {
  const { directory, workspace, clock } = context;
  for (;;) {
    const current = await readCurrent(directory, workspace);
    if (isClean && !current.isPending) return current;
    await heartbeat.confirm();
    const at = { serial: current.stored.serial + 1, updatedAt: clock.now().toISOString() };
    const state = current.state && { ...current.state, ...at };
    const { token } = lock;
    const stored = await writeStored(directory, current.stored, {
      state,
      journal: { token, entries: 0 },
      token,
    });
    if (stored !== undefined) return { stored, state, isPending: false };
  }
}
