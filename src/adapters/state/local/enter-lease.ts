import { LeasedState } from '../../../state/leased-state';
import { HelixError } from '../../../errors';
import { Heartbeat } from '../lease/heartbeat';
import { LocalLease } from './local-lease';
import { readCurrent } from './read-current';
import type { Current } from './read-current';
import { readKept } from './read-kept';
import { writeStored } from './snapshots';
import type { StoreContext } from './store-context';
import type { TakenLock } from './take-lock';

/**
 * Turns a lock into a lease: shuts out earlier holders, folds the entries that they left, and cleans up.
 * Returns undefined when the lock was lost meanwhile.
 */
export async function enterLease(
  context: StoreContext,
  taken: TakenLock,
  restore?: number,
): Promise<LocalLease | undefined> {
  const { directory } = context;
  const { lock } = taken;
  const heartbeat = new Heartbeat(
    { beat: () => lock.beat(), isNewest: () => directory.isNewest(lock.token) },
    context,
    taken.takenMs,
  );
  try {
    // A process that slept before taking this lock may have reused a token whose lock file was cleaned up long ago.
    await heartbeat.confirm();
    await waitUntilStaleHolderStops(context, taken);
    // Created here and never later, so that a holder that sleeps past the end of its lease cannot recreate its journal.
    const file = await directory.createJournal(lock.token);
    try {
      const current = await seal(context, taken, heartbeat, restore);
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

// A holder that wrote one more heartbeat after it was judged may act for half a lease before it checks again.
async function waitUntilStaleHolderStops(
  context: StoreContext,
  { stale: overtaken }: TakenLock,
): Promise<void> {
  if (overtaken === null) return;
  const content = await context.directory.readLock(overtaken.token);
  if (overtaken.byForce || content !== overtaken.content) await context.clock.sleep(context.leaseMs / 2);
}

/**
 * Writes a state with everything that earlier holders left, unless they left nothing and can no longer write.
 * That state has the serial that a sleeping holder would write next, which shuts that holder out.
 */
async function seal(
  context: StoreContext,
  { lock, isClean }: TakenLock,
  heartbeat: Heartbeat,
  restore: number | undefined,
): Promise<Current> {
  const { directory, workspace, clock } = context;
  for (;;) {
    const current = await (restore === undefined
      ? readCurrent(directory, workspace)
      : readKept(directory, restore));
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
