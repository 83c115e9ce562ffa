import type { SourceProblem } from '../query-check';
import { COMPILED_PROJECT, QUERIES_FOLDER } from './generated-dockerfile';

/** A place in the queries as they are in the image, at the beginning of a line: `/project/db/users.hx:3:7: ...`. */
const PLACE = new RegExp(`^(?:${COMPILED_PROJECT}/)?${QUERIES_FOLDER}/([^:]+\\.hx):(\\d+):(?:\\d+:)? *(.*)$`);

/** Returns the problems that HelixDB's compiler prints with a place, in the files of the project. */
export function compilerProblems(printed: string, queries: string): readonly SourceProblem[] {
  return printed.split('\n').flatMap((line) => {
    const [, path, number, message] = PLACE.exec(line.trim()) ?? [];
    if (path === undefined || message === undefined) return [];
    return [{ file: `${queries}/${path}`, line: Number(number), message }];
  });
}
