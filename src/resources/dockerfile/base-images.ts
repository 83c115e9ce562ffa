import { parseDockerfile } from './instructions';
import type { Instruction } from './instructions';

/** An image that a Dockerfile is built from. */
export interface BaseImage {
  readonly line: number;
  /** As it is written, with arguments filled in: `debian:bookworm-slim`. */
  readonly reference: string;
}

/**
 * Returns the images that a build takes from a registry: of `FROM`, `COPY --from`, `RUN --mount=from=` and `# syntax`, each
 * once. Neither stages nor `scratch` are images, and a name with an argument that has no value is not known.
 */
export function baseImagesOf(
  text: string,
  buildArguments: Readonly<Record<string, string>> = {},
): readonly BaseImage[] {
  const { syntax, instructions } = parseDockerfile(text);
  const found: BaseImage[] = syntax === null ? [] : [{ line: syntax.line, reference: syntax.image }];
  const values = new Map<string, string>();
  const stages = new Set<string>();
  for (const instruction of instructions) {
    if (instruction.keyword === 'ARG' && stages.size === 0) define(instruction, values, buildArguments);
    for (const name of namesIn(instruction)) {
      const reference = expand(name, values);
      const isStage = stages.has(reference.toLowerCase()) || /^\d+$/.test(reference);
      if (reference !== '' && reference !== 'scratch' && !isStage && !reference.includes('$'))
        found.push({ line: instruction.line, reference });
    }
    if (instruction.keyword === 'FROM') stages.add(stageName(instruction.rest) ?? `${stages.size}`);
  }
  return found.filter(({ reference }, i) => found.findIndex((other) => other.reference === reference) === i);
}

function namesIn({ keyword, flags, rest }: Instruction): readonly string[] {
  const valuesOf = (wanted: string): readonly string[] =>
    flags.flatMap(([name, value]) => (name === wanted ? [value] : []));
  switch (keyword) {
    case 'FROM':
      return rest.split(/\s+/, 1);
    case 'COPY':
      return valuesOf('from');
    case 'RUN':
      return valuesOf('mount').flatMap((mount) => /(?:^|,)from=([^,]+)/.exec(mount)?.[1] ?? []);
    default:
      return [];
  }
}

function stageName(rest: string): string | undefined {
  return /\sAS\s+(\S+)\s*$/i.exec(rest)?.[1]?.toLowerCase();
}

/** An argument before the first `FROM`, of which `build_args` may set another value. */
function define(
  { rest }: Instruction,
  values: Map<string, string>,
  buildArguments: Readonly<Record<string, string>>,
): void {
  for (const word of rest.match(/\w+(?:=(?:"[^"]*"|'[^']*'|\S*))?/g) ?? []) {
    const [name = '', ...parts] = word.split('=');
    const preset = expand(parts.join('=').replace(/^(["'])(.*)\1$/, '$2'), values);
    const value = buildArguments[name] ?? (parts.length === 0 ? undefined : preset);
    if (value !== undefined) values.set(name, value);
  }
}

/** Fills in `$NAME`, `${NAME}`, `${NAME:-word}` and `${NAME:+word}`; leaves a variable without a value as it is. */
function expand(text: string, values: ReadonlyMap<string, string>): string {
  return text.replace(
    /\$(?:(\w+)|\{(\w+)(?::?([-+])([^}]*))?\})/g,
    (whole: string, plain?: string, braced?: string, operator?: string, word: string = '') => {
      const value = values.get(plain ?? braced ?? '') ?? '';
      if (operator === '+') return value === '' ? '' : word;
      if (value !== '') return value;
      return operator === '-' ? word : whole;
    },
  );
}
