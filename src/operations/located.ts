import { HelixError } from '../errors';
import type { Problem } from '../errors';
import type { Plan } from '../plan/plan';
import type { ApplyResult } from '../ports/reporter';

/** Returns the results, the failed ones with the place where their resource is declared. */
export function locatedResults(results: readonly ApplyResult[], { changes }: Plan): ApplyResult[] {
  const sources = new Map(changes.map(({ address, source }) => [address, source]));
  return results.map((result) => {
    const source = result.error === undefined ? undefined : sources.get(result.address);
    return source ? { ...result, source } : result;
  });
}

/** Returns an error of an engine, with the places where the resources that it is about are declared. */
export function locatedError(error: unknown, { changes }: Plan): unknown {
  if (!(error instanceof HelixError) || error.about.length === 0) return error;
  const { kind, message, hint, about } = error;
  const problems = changes.flatMap(({ address, source }): Problem[] =>
    about.includes(address) && source !== null
      ? [{ severity: 'error', code: 'cannot-plan', message: `${address} cannot be planned.`, place: source }]
      : [],
  );
  return new HelixError(kind, message, {
    ...(hint !== undefined && { hint }),
    problems,
    about,
    cause: error,
  });
}
