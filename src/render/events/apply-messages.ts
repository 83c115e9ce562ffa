import type { ApplyEvent, ApplySummary } from '../../ports/reporter';
import type { ResourceRecord } from '../../state/state';
import type { JsonObject } from '../../values/json';
import type { Address } from '../../values/resource';
import type { ProgressState } from '../progress/progress-state';
import { resultCounts } from '../progress/result-counts';
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
      return messageOf('apply_progress', `${event.address}: ${event.phase}`, event.at, {
        hook: { ...hookOf({ address: event.address, action }), elapsed_seconds: elapsedOf(event, state) },
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
  const { added, updated, imported, destroyed } = resultCounts(results);
  const counts = { add: added, change: updated, import: imported, remove: destroyed };
  const operation = mode === 'apply' ? 'apply' : 'destroy';
  const text = `${operation === 'apply' ? 'Apply' : 'Destroy'}: ${added} added, ${updated + imported} changed, ${destroyed} destroyed.`;
  return [
    messageOf('change_summary', text, now, { changes: { ...counts, operation } }),
    messageOf('outputs', `Outputs: ${applied.length}`, now, { outputs: outputsOf(applied) }),
  ];
}

type Finished = Extract<ApplyEvent, { type: 'finished' }>;

function finishedMessage(event: Finished, state: ProgressState): Message {
  const { address, action, at, result, error } = event;
  const elapsed = elapsedOf(event, state);
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

/** Returns the seconds since an operation began; 0 for one that never did. */
function elapsedOf({ address, at }: Pick<Finished, 'address' | 'at'>, { running }: ProgressState): number {
  const begun = running.get(address);
  return begun === undefined ? 0 : secondsBetween(begun.startedAt, at);
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
