import type { ValidateFunction } from 'ajv';
import createClient from 'openapi-fetch';
import type { Client } from 'openapi-fetch';
import { HelixError } from '../../../errors';
import { printable } from '../../../values/printable';
import type { CallOptions } from '../../http/retries';
import type { paths } from '../generated/api';
import { isRefused } from './fly-error';
import { refusalOf } from './refusal';
import type { Nature } from './send-once';
import { Transport } from './transport';
import type { TransportOptions } from './transport';

/** The used part of an answer of openapi-fetch. */
interface CallResult {
  readonly data?: unknown;
}

/** The typed calls of the API document, sent through the transport, and the reading of what they answer. */
export class Calls {
  readonly typed: Client<paths>;
  readonly #transport: Transport;

  constructor(options: TransportOptions) {
    this.typed = createClient<paths>({ baseUrl: options.endpoint });
    this.#transport = new Transport(options);
  }

  /** The part of a call's options that sends it. @throws FlyError for a refusal */
  repeatable(call: CallOptions): { fetch: (request: Request) => Promise<Response> } {
    return this.#via(call, 'repeatable');
  }

  /** Like `repeatable`, for a call that makes something each time: it is sent again only where nothing was done. */
  once(call: CallOptions): { fetch: (request: Request) => Promise<Response> } {
    return this.#via(call, 'making');
  }

  /** Like `repeatable`, for a call that answers 408 after a while. */
  waiting(call: CallOptions): { fetch: (request: Request) => Promise<Response> } {
    return this.#via(call, 'waiting');
  }

  /** The body of an answer, checked. @throws HelixError `unreachable` for one that the document does not allow */
  async read<T>(validate: ValidateFunction<T>, answer: Promise<CallResult>): Promise<T> {
    const { data } = await answer;
    if (validate(data)) return data;
    const [problem] = validate.errors ?? [];
    const where = problem === undefined || problem.instancePath === '' ? 'it' : problem.instancePath;
    throw new HelixError(
      'unreachable',
      `An answer of Fly is not what its API document says: ${printable(`${where} ${problem?.message ?? ''}`)}.`,
      { hint: 'A newer Helix may know what Fly answers now.' },
    );
  }

  /** Like `read`, but null for a 404. */
  async find<T>(validate: ValidateFunction<T>, answer: Promise<CallResult>): Promise<T | null> {
    try {
      return await this.read(validate, answer);
    } catch (error) {
      if (isRefused(error, 404)) return null;
      throw error;
    }
  }

  #via(call: CallOptions, nature: Nature): { fetch: (request: Request) => Promise<Response> } {
    return {
      fetch: async (request) => {
        const { status, text, headers } = await this.#transport.send(request, { ...call, nature });
        if (status >= 200 && status < 300) {
          return new Response(text === '' ? '{}' : text, {
            status: status === 204 ? 200 : status,
            headers: { 'content-type': 'application/json' },
          });
        }
        const title = `${request.method} ${new URL(request.url).pathname}`;
        throw refusalOf({ title, status, text, requestId: headers.get('fly-request-id') });
      },
    };
  }
}
