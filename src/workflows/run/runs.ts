import type { Operation } from '../../operations/operation';
import { failureOf } from '../../operations/failure';
import { runEndOf } from '../../operations/run-end';
import type { Approval } from '../../plan/approval';
import type { Ports } from '../../ports/ports';
import type { ApplyResult, Reporter } from '../../ports/reporter';
import { withRun } from '../../state/history';
import type { Attribution, Run, RunEnd, State } from '../../state/state';
import { readAttribution } from '../project/read-attribution';
import { executeOperations } from './execute';
import type { Guard } from './execute';
import { runInterruptible } from './interruptible';
import type { LockedSession } from './session';

/** A run as the history shows it. */
export interface RunTitle {
  /** `apply`, `renew staging`, ... */
  readonly operation: string;
  readonly applied: Attribution;
  /** The changes that a person approved; kept until all of them are done, so that the rest can be done after a crash. */
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
  options: { readonly parallelism: number; readonly reporter: Reporter; readonly guard?: Guard },
): Promise<{ readonly results: readonly ApplyResult[]; readonly interrupted: boolean }> {
  const { lease } = session;
  const { applied, approved, operation } = title;
  const run: Run = { ...applied, id: ports.random.uuid(), operation, ended: null };
  if (operations.length > 0)
    await lease.append({ type: 'run', run: { ...run, ...(approved && { approved }) } });
  const { value: results, interrupted } = await runInterruptible(session, options.reporter, (control) =>
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

/**
 * Executes one operation as a run of its own.
 * @throws HelixError where it does not succeed
 */
export async function executeOne(
  ports: Ports,
  session: LockedSession,
  title: RunTitle,
  member: Operation['member'],
  reporter: Reporter,
): Promise<void> {
  const operations = [{ member, after: [] }];
  const { results } = await executeRun(ports, session, title, operations, { parallelism: 1, reporter });
  const failure = failureOf(results);
  if (failure !== null) throw failure;
}

/** Commits a state that was edited without any operation, with a run in its history. */
export async function commitEdit(
  ports: Ports,
  { lease, project }: LockedSession,
  operation: string,
  state: State,
): Promise<State> {
  const by = await readAttribution(ports, project);
  const ended: RunEnd = { at: by.at, result: 'done', done: {}, notDone: 0 };
  return lease.commit(withRunIn(state, { ...by, id: ports.random.uuid(), operation, ended }));
}

function withRunIn(state: State, run: Run): State {
  return { ...state, history: withRun(state.history ?? [], run) };
}
