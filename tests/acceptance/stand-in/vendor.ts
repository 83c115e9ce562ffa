import type { Json } from '../../../src/values/json';
import type { ApiDocument } from './api-document';

/** A cloud to play: its documents, and what its operations do. Its state is its own. */
export interface Vendor {
  readonly documents: readonly ApiDocument[];
  /** The action of every operation of the documents, by id. None of them waits, so that each is done as a whole. */
  readonly handlers: Readonly<Record<string, Handler>>;
  /** Returns the refusal of a request before its operation is looked for; null if it is let in. */
  guard(request: IncomingCall): Answer | null;
  /** Returns the answer, in the vendor's own form, to what does not reach a handler. */
  refuse(refusal: Refusal): Answer;
}

export type Handler = (call: Call) => Answer;

/** A request, before it is known what it asks for. */
export interface IncomingCall {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Headers;
}

/** A request that the document allows. */
export interface Call extends IncomingCall {
  readonly operation: string;
  readonly params: Readonly<Record<string, string>>;
  readonly body: Json;
  /** The vendor's own code of a failure that a test asks for, such as a zone without machines; else null. */
  readonly failure: string | null;
}

export interface Answer {
  readonly status: number;
  readonly body?: Json;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The reasons for which a request does not reach its handler. */
export type Refusal =
  /** The document has no such path or method. */
  | { readonly kind: 'unknown'; readonly path: string }
  /** The path, query or body is not as the document says. */
  | { readonly kind: 'invalid'; readonly problems: readonly string[] }
  /** A test asks for this status. */
  | { readonly kind: 'fault'; readonly status: number };

/** Thrown by a handler to answer with an error. */
export class Refused extends Error {
  readonly answer: Answer;

  constructor(answer: Answer) {
    super(JSON.stringify(answer));
    this.answer = answer;
  }
}
