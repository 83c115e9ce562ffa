import { HelixError } from '../../../errors';
import type { OlderState } from '../../../ports/state-store';
import { KEPT_STATES } from '../../../state/stored/stored-states';
import type { SharedContext } from './context';
import { readStored } from './read-current';

/** Reads the kept states before the newest, each with the states that it is based on. States that are deleted meanwhile are left out. */
export async function* readOlder(context: SharedContext): AsyncIterable<OlderState> {
  const { storage } = context;
  const states = (await storage.readHead())?.head.states ?? [];
  for (let n = 1; n < Math.min(KEPT_STATES, states.length); n += 1) {
    const { serial, name } = states[n] as (typeof states)[number];
    try {
      yield { serial, state: (await readStored(context, { states: states.slice(n) })).state };
    } catch (error) {
      if (!(error instanceof HelixError)) throw error;
      const now = (await storage.readHead())?.head.states ?? [];
      if (now.slice(0, KEPT_STATES).some((state) => state.name === name)) yield { serial, state: error };
    }
  }
}
