import { digestOf } from '../values/digest';
import type { Json } from '../values/json';
import type { State } from './state';

/**
 * Returns a digest of the content of a state: of all but its serial and time, which each backend counts itself, its
 * history, and the mark that it was moved.
 */
export function contentDigest(state: State): string {
  const { serial: _, updatedAt: __, moved: ___, history: ____, ...content } = state;
  return digestOf(content as unknown as Json);
}

/** Returns a state without the mark that it was moved. */
export function unmarked({ moved: _, ...state }: State): State {
  return state;
}
