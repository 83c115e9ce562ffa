import type { StoredMachine } from './stored';

/** The images whose processes do not do well. */
export interface BadImages {
  /** Their processes end again and again. */
  readonly crashing: ReadonlySet<string>;
  /** Their processes run, but answer no check. */
  readonly silent: ReadonlySet<string>;
}

export type State = StoredMachine['state'] | StoredMachine['passing'];

export function stateAt(
  { state, passing, until, config }: StoredMachine,
  now: number,
  bad: BadImages,
): State {
  if (now < until) return passing;
  return state === 'started' && bad.crashing.has(config.image) ? 'stopped' : state;
}

export function instanceId({ id, version }: StoredMachine): string {
  return `01${id.toUpperCase()}${version}`;
}
