import type { ApplyEvent, OperationAction } from '../../ports/reporter';
import type { Address } from '../../values/resource';

/** The progress of an apply: the running operations, and the number that ended. */
export interface ProgressState {
  /** The number of operations in the plan; 0 while it is unknown. */
  readonly total: number;
  /** In the order of their start. */
  readonly running: ReadonlyMap<Address, Running>;
  readonly done: number;
  readonly failed: number;
  readonly skipped: number;
  readonly cancelled: number;
}

export interface Running {
  readonly action: OperationAction;
  /** RFC 3339 UTC */
  readonly startedAt: string;
  /** The engine's latest phase; null before the first. */
  readonly phase: string | null;
}

/** The state before the first event. */
export function startOfProgress(total: number): ProgressState {
  return { total, running: new Map(), done: 0, failed: 0, skipped: 0, cancelled: 0 };
}

/** Returns the state after an event. */
export function progressReducer(state: ProgressState, event: ApplyEvent): ProgressState {
  switch (event.type) {
    case 'started': {
      const begun: Running = { action: event.action, startedAt: event.at, phase: null };
      return { ...state, running: new Map(state.running).set(event.address, begun) };
    }
    case 'phase': {
      const running = state.running.get(event.address);
      // An engine may report a phase after the end of its operation.
      if (running === undefined) return state;
      return {
        ...state,
        running: new Map(state.running).set(event.address, { ...running, phase: event.phase }),
      };
    }
    case 'finished': {
      const running = new Map(state.running);
      running.delete(event.address);
      return { ...state, running, [event.result]: state[event.result] + 1 };
    }
    case 'skipped':
      return { ...state, skipped: state.skipped + 1 };
    case 'planned':
      return { ...state, total: event.total };
    case 'note':
      return state;
  }
}
