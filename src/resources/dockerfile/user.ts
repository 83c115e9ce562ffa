import { parseDockerfile } from './instructions';

/** Returns the number of the user that an image runs as; null where its Dockerfile does not give one as a number. */
export function userOf(dockerfileText: string): number | null {
  const { instructions } = parseDockerfile(dockerfileText);
  const stage = instructions.slice(instructions.findLastIndex(({ keyword }) => keyword === 'FROM') + 1);
  const user = stage.findLast(({ keyword }) => keyword === 'USER')?.rest.trim();
  const [, uid] = /^(\d+)(?::.*)?$/.exec(user ?? '') ?? [];
  return uid === undefined ? null : Number(uid);
}
