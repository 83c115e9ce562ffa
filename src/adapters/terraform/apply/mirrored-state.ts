import type { Clock } from '../../../ports/clock';
import type { EngineContext } from '../../../ports/engine';
import type { StackRun } from '../stack/stack-run';
import { readTerraformState } from '../stack/terraform-state';
import type { TerraformState } from '../stack/terraform-state';
import type { WorkDirectory } from '../stack/work-directory';

/** A copy of Terraform's state in ours. */
export interface Mirror {
  /** Copies the state within the interval, because it has changed. */
  readonly schedule: () => void;
  /** Copies the final state, after any copy in progress. */
  readonly writeLast: (state: TerraformState | null) => Promise<void>;
}

/** A mirror of a work directory's state: at most one copy in `everyMs` while Terraform works, and the final state. */
export function mirrorOf(
  { name, before }: Pick<StackRun, 'name' | 'before'>,
  directory: WorkDirectory,
  { saveToolState }: Pick<EngineContext, 'saveToolState'>,
  clock: Clock,
  everyMs: number,
): Mirror {
  let last = before?.text ?? null;
  let ended = false;
  let turn: Promise<unknown> = Promise.resolve();
  let waiting = false;
  const stop = new AbortController();
  const write = async (text: string | null): Promise<void> => {
    if (text === last) return;
    await saveToolState(name, text);
    last = text;
  };
  return {
    schedule: () => {
      if (waiting || ended) return;
      waiting = true;
      // A lease that is lost meanwhile is reported by the final copy.
      turn = turn
        .then(async () => {
          await clock.sleep(everyMs, stop.signal);
          waiting = false;
          if (ended) return;
          // Terraform may be writing it at this moment: a torn state is skipped.
          const state = readTerraformState(await directory.state());
          if (state !== null) await write(state.text);
        })
        .catch(() => undefined);
    },
    writeLast: async (state) => {
      ended = true;
      stop.abort();
      await turn;
      await write(state === null || state.objects.size === 0 ? null : state.text);
    },
  };
}
