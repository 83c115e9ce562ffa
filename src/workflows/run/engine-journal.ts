import type { EngineContext } from '../../ports/engine';
import type { Lease } from '../../ports/state-store';
import type { OpenEntry } from '../../state/state';

/** The connection of an engine to the lease and the journal while it applies an entry. */
export function engineJournal(
  lease: Lease,
  { id }: Pick<OpenEntry, 'id'>,
): Pick<EngineContext, 'assertHeld' | 'note' | 'saveToolState'> {
  return {
    assertHeld: () => lease.assertHeld(),
    note: (notes) => lease.append({ type: 'notes', id, notes }),
    saveToolState: (name, text) => lease.append({ type: 'mirror', name, text }),
  };
}
