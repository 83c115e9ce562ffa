import type { CloudAnswer, CloudRequest } from './cloud-api';

/** The verbs that change whether a machine runs. */
export type PowerVerb = 'start' | 'stop' | 'restart';

/** The state of a machine in its cloud; `changing`: on the way to another one. */
export type PowerState = 'running' | 'stopped' | 'changing' | 'gone';

/** How a cloud starts and stops machines, and tells whether one runs. Machines go by their id, as their outputs have it. */
export interface MachinePower {
  /** Returns the requests of a verb: the first, and those that are sent when the one before had no effect for a while. */
  readonly requests: (verb: PowerVerb, id: string) => readonly [CloudRequest, ...CloudRequest[]];
  /** Returns the request for the state of a machine. */
  readonly inquiry: (id: string) => CloudRequest;
  /** Reads the answer to `inquiry`; null: it does not tell. */
  readonly stateIn: (answer: CloudAnswer) => PowerState | null;
}

/** A request without a body. */
export function bare(method: CloudRequest['method'], path: string): CloudRequest {
  return { method, path, body: null };
}

/** Returns the text at a path of keys in JSON; null where there is none. */
export function textIn(text: string, keys: readonly string[]): string | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  for (const key of keys) value = (Object(value) as Readonly<Record<string, unknown>>)[key];
  return typeof value === 'string' ? value : null;
}

/** The state that a cloud's word stands for; every other word is a change that has not ended. */
export function stateNamed(
  word: string | null,
  words: { readonly running: readonly string[]; readonly stopped: readonly string[] },
): PowerState | null {
  if (word === null) return null;
  if (words.running.includes(word)) return 'running';
  return words.stopped.includes(word) ? 'stopped' : 'changing';
}
