import type { Operation } from '../../operations/operation';
import { runEndOf } from '../../operations/run-end';
import type { Approval } from '../../plan/approval';
import type { Ports } from '../../ports/ports';
import type { ApplyResult, Reporter } from '../../ports/reporter';
import { withRun } from '../../state/history';
import type { Attribution, Run, RunEnd, State } from '../../state/state';
import { attribution } from '../project/attribution';
import { executeOperations } from './execute';
import { interruptible } from './interruptible';
import type { LockedSession } from './session';

/** A run as the history shows it. */
export interface RunTitle {
  /** `apply`, `renew staging`, ... */
  readonly operation: string;
  readonly applied: Attribution;
  /** The changes that a person approved; kept until all of it is done, so that the rest can be done after a crash. */
  readonly approved?: Approval;
}

/**
 * Executes operations as one run: it is in the history before the first of them, and the state is committed after the
 * last. Without operations nothing is written.
 */
export async function executeRun(
  ports: Ports,
  session: LockedSession,
  title: RunTitle,
  operations: readonly Operation[],
  options: { readonly parallelism: number; readonly reporter: Reporter },
): Promise<{ readonly results: readonly ApplyResult[]; readonly interrupted: boolean }> {
  const { lease } = session;
  const { applied, approved, operation } = title;
  const run: Run = { ...applied, id: ports.random.uuid(), operation, ended: null };
  if (operations.length > 0)
    await lease.append({ type: 'run', run: { ...run, ...(approved && { approved }) } });
  const { value: results, interrupted } = await interruptible(session, options.reporter, (control) =>
    executeOperations(ports, session, operations, { ...control, ...options }),
  );
  const state = lease.state();
  if (operations.length > 0 && state !== null) {
    const ended = runEndOf(results, interrupted, ports.clock.now().toISOString());
    const rest = ended.result === 'done' || !approved ? {} : { approved };
    await lease.commit(withRunIn(state, { ...run, ended, ...rest }));
  }
  return { results, interrupted };
}

/** Commits a state that was edited without any operation, with a run in its history. */
export async function commitEdit(
  ports: Ports,
  { lease, project }: LockedSession,
  operation: string,
  state: State,
): Promise<State> {
  const by = await attribution(ports, project);
  const ended: RunEnd = { at: by.at, result: 'done', done: {}, notDone: 0 };
  return lease.commit(withRunIn(state, { ...by, id: ports.random.uuid(), operation, ended }));
}

function withRunIn(state: State, run: Run): State {
  return { ...state, history: withRun(state.history ?? [], run) };
}
