import type { JsonObject } from '../../values/json';
import type { Clock } from '../../ports/clock';
import type { Random } from '../../ports/random';
import type { CallCounter } from './calls';
import type { Faults } from './faults';
import type { KeyRecord } from './keyring';
import type { ImageStore } from './oci/image-store';
import type { OperationName } from './operation-names';
import type { RequestParts } from './request-check';
import type { Decision, Store } from './store';
import type { Timings } from './timings';

/** The context of all operations. */
export interface World {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
  readonly timings: Timings;
  readonly faults: Faults;
  readonly counter: CallCounter;
  /** The images that were pushed. */
  readonly images: ImageStore;
  readonly anonymous: AnonymousLimits;
  /** Aborted when the emulator is closed. */
  readonly closing: AbortSignal;
}

/** The limits of instances without an account. */
export interface AnonymousLimits {
  readonly lifeMs: number;
  /** How many one address may create in an hour. */
  readonly perHour: number;
}

/** One checked request. */
export interface Call extends RequestParts {
  readonly operation: OperationName;
  /** The API key that the request carried. */
  readonly key: KeyRecord;
  /** The server as the caller reaches it. */
  readonly origin: URL;
  /** The address of the caller. */
  readonly peer: string;
}

/** The answer of an operation: a JSON document, lines of text, or a stream of events. */
export type Reply =
  | { readonly status: number; readonly json: JsonObject }
  | { readonly status: 200; readonly ndjson: readonly object[] }
  | { readonly status: 200; readonly events: (signal: AbortSignal) => AsyncIterable<StreamEvent> };

export interface StreamEvent {
  readonly event: string;
  readonly data: object;
}

/** Executes one operation. An ApiError that it throws is its answer. */
export type Handler = (world: World, call: Call) => Reply | Promise<Reply>;

/** Commits the decision of `decide` and counts it. */
export function transact<Answer>(
  world: World,
  call: Call,
  clusterId: string | undefined,
  decide: Parameters<typeof world.store.transact<Answer>>[0],
): Answer {
  let decision: Decision<Answer> | undefined;
  const answer = world.store.transact<Answer>((registry) => (decision = decide(registry)));
  if (decision?.entry !== undefined) world.counter.count('commits', call.operation, clusterId);
  return answer;
}

/** RFC 3339 UTC of `now`, or of `ms` later. */
export function iso(now: Date, ms = 0): string {
  return new Date(now.getTime() + ms).toISOString();
}
