import type { ApplyEvent, ApplySummary } from '../../ports/reporter';
import type { ResourceRecord } from '../../state/state';
import type { JsonObject } from '../../values/json';
import type { Address } from '../../values/resource';
import type { ProgressState } from '../progress/progress-state';
import { DOING, DONE } from '../progress/words';
import { secondsBetween } from '../time-text';
import { messageOf, resourceOf } from './message';
import type { Message } from './message';

/** Returns an event of an apply as a message. `state` is the progress before it; `now` is RFC 3339 UTC. */
export function applyMessage(event: ApplyEvent, state: ProgressState, now: string): Message {
  switch (event.type) {
    case 'planned':
      return messageOf('log', `${event.total} operations`, now, { helix: { operations: event.total } });
    case 'note':
      return messageOf('log', event.message, now, {});
    case 'started':
      return messageOf('apply_start', `${event.address}: ${DOING[event.action]}`, event.at, {
        hook: hookOf(event),
      });
    case 'phase': {
      const running = state.running.get(event.address);
      const action = running?.action ?? 'update';
      const elapsed = running === undefined ? 0 : secondsBetween(running.startedAt, event.at);
      return messageOf('apply_progress', `${event.address}: ${event.phase}`, event.at, {
        hook: { ...hookOf({ address: event.address, action }), elapsed_seconds: elapsed },
        helix: { phase: event.phase },
      });
    }
    case 'finished':
      return finishedMessage(event, state);
    case 'skipped':
      return messageOf(
        'apply_errored',
        `${event.address}: skipped, because ${event.because} failed`,
        now,
        {
          hook: { ...hookOf(event), elapsed_seconds: 0 },
          helix: { result: 'skipped', because: event.because },
        },
        'error',
      );
  }
}

/** Returns the last messages of an apply: the counts, and the outputs of what was created or changed. */
export function endMessages(
  { mode, results }: ApplySummary,
  applied: readonly ResourceRecord[],
  now: string,
): readonly Message[] {
  const done = (...actions: readonly string[]): number =>
    results.filter(({ action, result }) => result === 'done' && actions.includes(action)).length;
  const counts = {
    add: done('create', 'replace'),
    change: done('update'),
    import: done('import'),
    remove: done('delete', 'replace'),
  };
  const operation = mode === 'apply' ? 'apply' : 'destroy';
  const text = `${operation === 'apply' ? 'Apply' : 'Destroy'}: ${counts.add} added, ${counts.change + counts.import} changed, ${counts.remove} destroyed.`;
  return [
    messageOf('change_summary', text, now, { changes: { ...counts, operation } }),
    messageOf('outputs', `Outputs: ${applied.length}`, now, { outputs: outputsOf(applied) }),
  ];
}

type Finished = Extract<ApplyEvent, { type: 'finished' }>;

function finishedMessage(event: Finished, state: ProgressState): Message {
  const { address, action, at, result, error } = event;
  const running = state.running.get(address);
  const elapsed = running === undefined ? 0 : secondsBetween(running.startedAt, at);
  const hook = { ...hookOf(event), elapsed_seconds: elapsed };
  if (result === 'done') {
    return messageOf('apply_complete', `${address}: ${DONE[action]} after ${elapsed}s`, at, { hook });
  }
  const why = error === undefined ? result : `${result}: ${error.message}`;
  const helix = {
    result,
    ...(error && { error: { kind: error.kind, message: error.message, hint: error.hint ?? null } }),
  };
  return messageOf('apply_errored', `${address}: ${why}`, at, { hook, helix }, 'error');
}

function hookOf({ address, action }: { readonly address: Address; readonly action: string }): JsonObject {
  return { resource: resourceOf(address), action };
}

/** The outputs by address, each as Terraform writes an object. */
function outputsOf(applied: readonly ResourceRecord[]): JsonObject {
  return Object.fromEntries(
    applied.map(({ address, outputs }) => [
      address,
      { sensitive: false, type: ['object', {}], value: outputs },
    ]),
  );
}
