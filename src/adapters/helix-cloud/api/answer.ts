import type { ValidateFunction } from 'ajv';
import type { Json } from '../../../values/json';
import { printable } from '../../../values/printable';
import { CloudError } from './cloud-error';

/** Masks secrets in a text for people. */
export type Mask = (text: string) => string;

/** The members of answers that are texts for people: a server may repeat in them what it was sent. */
const MESSAGES: ReadonlySet<string> = new Set(['message', 'reason', 'last_error']);

/**
 * The gate for everything that the service says: what is not as the API document says ends here with a clear error, and
 * no text gets through that could draw on a terminal, or that repeats a secret. `title` names the call.
 * @throws CloudError `malformed`
 */
export function checkedAnswer<T>(validate: ValidateFunction<T>, body: unknown, title: string, mask: Mask): T {
  // The order matters: making a text printable can only lengthen it, so it stays valid for all that is read of it.
  if (validate(body)) return printableJson(body as Json, mask) as T;
  const [problem] = validate.errors ?? [];
  const where = problem === undefined || problem.instancePath === '' ? 'it' : problem.instancePath;
  throw malformed(title, `${where} ${problem?.message ?? 'is something else'}`);
}

/** An answer that is not what the API document says. `what` finishes the sentence. */
export function malformed(title: string, what: string): CloudError {
  return new CloudError(
    'malformed',
    `The answer to ${title} is not what the API document says: ${printable(what)}.`,
    {
      hint: 'Check the endpoint; if it is right, a newer Helix may know what this service says.',
    },
  );
}

function printableJson(value: Json, mask: Mask, isMessage = false): Json {
  if (typeof value === 'string') return printable(isMessage ? mask(value) : value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return (value as Json[]).map((member) => printableJson(member, mask));
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [
      printable(key),
      printableJson(member, mask, MESSAGES.has(key)),
    ]),
  );
}
