import type { ResourceError } from '../../ports/engine';
import type { ApplyEvent } from '../../ports/reporter';
import type { Address } from '../../values/resource';
import { formatDuration } from '../../values/time/duration';
import { textOf, toned } from '../lines';
import type { Line } from '../lines';
import type { Style } from '../style';
import { secondsBetween } from '../time-text';
import { headlineOf } from './error-details';
import type { ProgressState } from './progress-state';
import { DOING, DONE } from './words';

type Phase = Extract<ApplyEvent, { type: 'phase' }>;

/**
 * Renders an event as plain lines, for CI logs and above a live frame: `cluster.staging: created (12s)`.
 * `state` is the state before the event.
 */
export function renderEvent(event: ApplyEvent, state: ProgressState, style: Style): string {
  return textOf(eventLines(event, state), style);
}

/** Renders a step of an operation: `instance.api: creating instance`. For logs that are to have every step. */
export function renderPhase({ address, phase }: Phase, style: Style): string {
  return textOf(phaseLines({ address, phase }), style);
}

/** Whether a step is a warning of the engine, which people see without asking for every step. */
export function isWarning({ phase }: Pick<Phase, 'phase'>): boolean {
  return phase.startsWith('warning: ');
}

function phaseLines({ address, phase }: Pick<Phase, 'address' | 'phase'>): readonly Line[] {
  return [[toned('strong', address), `: ${phase}`]];
}

/** Renders the running operations, so that a long wait does not look like a hang; an empty text when nothing runs. */
export function renderHeartbeat(state: ProgressState, now: string, style: Style): string {
  if (state.running.size === 0) return '';
  const items = [...state.running].map(([address, { action, startedAt, phase }]) => {
    return `${address} (${phase ?? DOING[action]}, ${formatDuration(secondsBetween(startedAt, now))})`;
  });
  return textOf([[`still working on ${items.length}: ${items.join(', ')}`]], style);
}

function eventLines(event: ApplyEvent, state: ProgressState): readonly Line[] {
  switch (event.type) {
    // A log has one line where an operation begins and one where it ends; the heartbeat tells the phase in between, and
    // the summary what was skipped.
    case 'planned':
    case 'skipped':
      return [];
    case 'phase':
      return isWarning(event) ? phaseLines(event) : [];
    case 'started':
      return [[toned('strong', event.address), `: ${DOING[event.action]}`]];
    case 'finished':
      return finishedLines(event, state);
    case 'note':
      return event.message.split('\n').map((text): Line => [text]);
  }
}

function finishedLines(
  event: Extract<ApplyEvent, { type: 'finished' }>,
  state: ProgressState,
): readonly Line[] {
  const address = toned('strong', event.address);
  const took = since(event.address, event.at, state);
  switch (event.result) {
    case 'done':
      return [[address, ': ', toned('add', DONE[event.action]), took]];
    case 'cancelled':
      return [[address, ': ', toned('warning', 'cancelled'), took]];
    case 'failed':
      // The details are in the summary, or in the error that ends the command.
      return [[address, ': ', toned('error', 'failed'), took, headline(event.error)]];
  }
}

function headline(error: ResourceError | undefined): string {
  return error === undefined ? '' : `: ${headlineOf(error)}`;
}

function since(address: Address, at: string, state: ProgressState): string {
  const running = state.running.get(address);
  return running === undefined ? '' : ` (${formatDuration(secondsBetween(running.startedAt, at))})`;
}
