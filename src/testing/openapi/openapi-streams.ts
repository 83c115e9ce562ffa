import Ajv2020 from 'ajv/dist/2020';
import type { ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { createParser } from 'eventsource-parser';
import type { EventSourceMessage } from 'eventsource-parser';

type Report = (message: string) => Error;

export interface StreamContract {
  /** The response with a body that is checked as it passes by. */
  follow(response: Response, type: string, where: string, report: Report, mayBeTorn: boolean): Response;
}

interface StreamMedia {
  readonly 'x-sse-events'?: Readonly<Record<string, object>>;
  readonly 'x-sse-terminal'?: readonly string[];
  readonly 'x-ndjson-item'?: object;
}

/**
 * The document's rules for a body that is not one JSON document. In a media type, `x-sse-events` maps the names of
 * events to the schemas of their data, `x-sse-terminal` lists the events after which nothing comes, and
 * `x-ndjson-item` is the schema of one line. References must have been resolved.
 */
export function streamContract(media: object): StreamContract {
  let contract = contracts.get(media);
  if (contract === undefined) contracts.set(media, (contract = compiledContract(media)));
  return contract;
}

// Media types are compiled once.
const contracts = new WeakMap<object, StreamContract>();

function compiledContract(media: StreamMedia): StreamContract {
  const ajv = new Ajv2020({ strict: false });
  addFormats(ajv);
  const { 'x-sse-events': events = {}, 'x-sse-terminal': terminal = [], 'x-ndjson-item': item } = media;
  const validators = new Map(Object.entries(events).map(([name, schema]) => [name, ajv.compile(schema)]));
  const line = item === undefined ? undefined : ajv.compile(item);
  return {
    follow(response, type, where, report, mayBeTorn) {
      const check =
        type === 'text/event-stream' ? eventCheck(validators, terminal) : lineCheck(line, mayBeTorn);
      return new Response(response.body?.pipeThrough(passing(check, where, report)) ?? null, response);
    },
  };
}

/** Says what is wrong with the next piece of text, or at its end (`null`). */
type Check = (text: string | null) => string | undefined;

function eventCheck(validators: ReadonlyMap<string, ValidateFunction>, terminal: readonly string[]): Check {
  let wrong: string | undefined;
  let ended: string | undefined;
  const onEvent = ({ event = 'message', data }: EventSourceMessage): void => {
    const validate = validators.get(event);
    if (ended !== undefined) wrong ??= `event ${event} after ${ended}`;
    else if (validate === undefined) wrong ??= `event ${event} is not in the document`;
    else wrong ??= problemOf(validate, data, `event ${event}`);
    if (terminal.includes(event)) ended = event;
  };
  const parser = createParser({ onEvent });
  return (text) => {
    if (text !== null) parser.feed(text);
    return wrong;
  };
}

function lineCheck(validate: ValidateFunction | undefined, mayBeTorn: boolean): Check {
  let rest = '';
  return (text) => {
    if (validate === undefined) return undefined;
    if (text === null) return rest === '' || mayBeTorn ? undefined : 'the last line does not end';
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    return lines.map((line) => problemOf(validate, line, 'line')).find((wrong) => wrong !== undefined);
  };
}

function problemOf(validate: ValidateFunction, text: string, what: string): string | undefined {
  try {
    if (validate(JSON.parse(text))) return undefined;
  } catch {
    return `${what} is not JSON: ${text}`;
  }
  return `${what}: ${JSON.stringify(validate.errors)}`;
}

function passing(check: Check, where: string, report: Report): TransformStream<Uint8Array, Uint8Array> {
  const decoder = new TextDecoder();
  return new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      const wrong = check(decoder.decode(chunk, { stream: true }));
      if (wrong !== undefined) throw report(`${where}: ${wrong}`);
      controller.enqueue(chunk);
    },
    flush() {
      const wrong = check(null);
      if (wrong !== undefined) throw report(`${where}: ${wrong}`);
    },
  });
}
