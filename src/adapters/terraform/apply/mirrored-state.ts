import type { Clock } from '../../../ports/clock';
import type { EngineContext } from '../../../ports/engine';
import type { StackRun } from '../stack/stack-run';
import { readTerraformState } from '../stack/terraform-state';
import type { TerraformState } from '../stack/terraform-state';
import type { WorkDirectory } from '../stack/work-directory';

/** Keeps Terraform's state with ours. */
export interface Mirror {
  /** The state has moved: it is mirrored within the interval. */
  readonly soon: () => void;
  /** Mirrors this one, after whatever is on its way. */
  readonly now: (state: TerraformState | null) => Promise<void>;
}

/** Mirrors the state of a work directory at most once in `everyMs` while Terraform works, and whatever is last at the end. */
export function mirrored(
  { name, before }: Pick<StackRun, 'name' | 'before'>,
  directory: WorkDirectory,
  { mirror }: Pick<EngineContext, 'mirror'>,
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
    await mirror(name, text);
    last = text;
  };
  return {
    soon: () => {
      if (waiting || ended) return;
      waiting = true;
      // A lease that was lost while mirroring is found out at the end, where it can be said.
      turn = turn
        .then(async () => {
          await clock.sleep(everyMs, stop.signal);
          waiting = false;
          if (ended) return;
          // It may be read while Terraform writes it: a torn one is left out.
          const state = readTerraformState(await directory.state());
          if (state !== null) await write(state.text);
        })
        .catch(() => undefined);
    },
    now: async (state) => {
      ended = true;
      stop.abort();
      await turn;
      await write(state === null || state.objects.size === 0 ? null : state.text);
    },
  };
}
