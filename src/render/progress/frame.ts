import { formatDuration } from '../../values/time/duration';
import { printable } from '../../values/printable';
import { padded, textOf, toned, widthOf } from '../lines';
import type { Line } from '../lines';
import type { Style } from '../style';
import { secondsBetween } from '../time-text';
import { beginningOf, displayWidth } from '../width';
import type { ProgressState, Running } from './progress-state';
import { DOING } from './words';

/**
 * Renders the live view of an apply, one text per line, none of which wraps: the running operations with their times, and
 * the number that ended. Empty when nothing runs. A line that is too long loses its end, the phase first.
 */
export function renderFrame(state: ProgressState, now: string, style: Style): readonly string[] {
  if (state.running.size === 0) return [];
  const shown = [...state.running].slice(0, MOST);
  const lines = shown.map(([address, running]) => runningLine(address, running, now, style));
  const hidden = state.running.size - shown.length;
  const footer: Line = [`${hidden > 0 ? `  and ${hidden} more; ` : '  '}${overText(state)}`];
  return [...lines, fitted(footer, style)].map((line) => textOf([line], style).trimEnd());
}

/** More lines than this would push the plan off the screen. */
const MOST = 10;

const SPINNER = { ascii: '|/-\\', unicode: '⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏' };
const FRAME_MS = 100;

function runningLine(address: string, running: Running, now: string, style: Style): Line {
  const elapsed = formatDuration(secondsBetween(running.startedAt, now));
  const head: Line = [toned('read', spinnerAt(now, style)), ' ', ...padded([toned('strong', address)], 25)];
  return fitted([...head, `${elapsed.padEnd(10)}${running.phase ?? DOING[running.action]}`], style);
}

function spinnerAt(now: string, { unicode }: Style): string {
  const frames = unicode ? SPINNER.unicode : SPINNER.ascii;
  return frames.charAt(Math.floor(Date.parse(now) / FRAME_MS) % frames.length);
}

function overText({ total, done, failed, skipped, cancelled }: ProgressState): string {
  const parts = [total === 0 ? `${done} done` : `${done} of ${total} done`];
  if (failed > 0) parts.push(`${failed} failed`);
  if (skipped > 0) parts.push(`${skipped} skipped`);
  if (cancelled > 0) parts.push(`${cancelled} cancelled`);
  return parts.join(', ');
}

/** Terminals wrap in their last column, so one stays free. */
function fitted(line: Line, style: Style): Line {
  let room = style.width - 1;
  if (widthOf(line) <= room) return line;
  const kept: Line[number][] = [];
  for (const span of line) {
    const text = beginningOf(printable(typeof span === 'string' ? span : span.text), room);
    room -= displayWidth(text);
    kept.push(typeof span === 'string' ? text : toned(span.tone, text));
  }
  return kept;
}
