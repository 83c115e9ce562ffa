import type { BuildProgress } from '../images/build/builder';

/** The number of the last lines of a step that an error shows. */
const TAIL_LINES = 20;

/** A step of a Dockerfile, as `[linux/arm64 build 2/5] RUN make` names it. */
const STEP = /^\[(?:([a-z0-9]+\/[a-z0-9_]+(?:\/v\d+)?)(->[a-z0-9_/]+)? )?(?:(\S+) +)?(\d+)\/(\d+)\] /;

/** A step that failed, with the last lines that it printed. */
export interface FailedStep {
  readonly name: string;
  readonly why: string;
  readonly lines: readonly string[];
}

/** The state of a build, from what buildx reports: one JSON object a line. */
export class SolveProgress {
  readonly #vertices = new Map<string, Vertex>();
  /** The lines that are not JSON: what buildx itself reports at its end. */
  readonly #own: string[] = [];

  /** Takes a line. Returns the lines of text that it holds, and the step that it is about. */
  take(line: string): { readonly lines: readonly string[]; readonly progress: BuildProgress | null } {
    const update = parsed(line);
    if (update === null) {
      if (line.trim() !== '') this.#own.push(line);
      return { lines: line.trim() === '' ? [] : [line], progress: null };
    }
    const started = (update.vertexes ?? []).flatMap((vertex) => this.#takeVertex(vertex));
    const lines = (update.logs ?? []).flatMap((log) => this.#takeLog(log));
    const last = started.at(-1);
    return {
      lines: [...started.map(({ name, cached }) => (cached ? `CACHED ${name}` : name)), ...lines],
      progress: last === undefined ? null : this.#progressOf(last),
    };
  }

  /** The step that failed the build; null where none did. */
  get failure(): FailedStep | null {
    const failed = [...this.#vertices.values()].filter(
      ({ name, error }) => error !== null && !isOfCache(name),
    );
    // A step that others waited for is cancelled with them: the first real error counts.
    const first = failed.find(({ error }) => !/context canceled/.test(error ?? '')) ?? failed[0];
    if (first === undefined) return null;
    const lines = first.rest === '' ? first.lines : [...first.lines, first.rest];
    return { name: first.name, why: first.error ?? '', lines: lines.slice(-TAIL_LINES) };
  }

  /** The errors of caches, which no build fails of. */
  get cacheErrors(): readonly string[] {
    return [...this.#vertices.values()].flatMap(({ name, error }) =>
      error !== null && isOfCache(name) ? [`${name}: ${error}`] : [],
    );
  }

  /** The steps of the Dockerfile, and how many of them a cache had. */
  get steps(): { readonly of: number; readonly cached: number } {
    const steps = [...this.#vertices.values()].filter(({ step }) => step !== null);
    return { of: steps.length, cached: steps.filter(({ cached }) => cached).length };
  }

  /** The last line of buildx itself, without its `ERROR: `. */
  get lastWord(): string {
    const errors = this.#own.filter((line) => line.startsWith('ERROR: '));
    return (errors.at(-1) ?? this.#own.at(-1) ?? '').replace(/^ERROR: (failed to build: )?/, '');
  }

  #takeVertex({ digest, name = '', started, completed, cached, error }: VertexUpdate): Vertex[] {
    const known = this.#vertices.get(digest);
    const vertex = known ?? newVertex(name);
    this.#vertices.set(digest, vertex);
    vertex.cached ||= cached === true;
    vertex.completed ||= completed !== undefined && completed !== null;
    if (error !== undefined && error !== '') vertex.error = error;
    const begins = started !== undefined && started !== null && !vertex.started;
    vertex.started ||= begins;
    return begins ? [vertex] : [];
  }

  #takeLog({ vertex: digest, data }: LogUpdate): string[] {
    const vertex = this.#vertices.get(digest);
    if (vertex === undefined) return [];
    const lines = (vertex.rest + Buffer.from(data, 'base64').toString('utf8')).split(/\r?\n/);
    vertex.rest = lines.pop() ?? '';
    vertex.lines.push(...lines);
    vertex.lines.splice(0, vertex.lines.length - TAIL_LINES);
    return lines;
  }

  #progressOf({ step }: Vertex): BuildProgress | null {
    if (step === null) return null;
    const { platform } = step;
    const steps = [...this.#vertices.values()].filter((vertex) => vertex.step?.platform === platform);
    const at = { step: steps.filter(({ started }) => started).length, of: steps.length };
    return platform === null ? at : { ...at, platform };
  }
}

interface Vertex {
  readonly name: string;
  readonly step: { readonly platform: string | null } | null;
  started: boolean;
  completed: boolean;
  cached: boolean;
  error: string | null;
  /** Its last lines, and the beginning of the next one. */
  readonly lines: string[];
  rest: string;
}

function newVertex(name: string): Vertex {
  const match = STEP.exec(name);
  const step = match === null ? null : { platform: match[1] ?? null };
  return { name, step, started: false, completed: false, cached: false, error: null, lines: [], rest: '' };
}

function isOfCache(name: string): boolean {
  return /^(importing cache manifest from|exporting cache to|exporting cache)/.test(name);
}

interface Update {
  readonly vertexes?: readonly VertexUpdate[] | null;
  readonly logs?: readonly LogUpdate[] | null;
}

interface VertexUpdate {
  readonly digest: string;
  readonly name?: string;
  readonly started?: string | null;
  readonly completed?: string | null;
  readonly cached?: boolean;
  readonly error?: string;
}

interface LogUpdate {
  readonly vertex: string;
  /** Base64 */
  readonly data: string;
}

function parsed(line: string): Update | null {
  if (!line.startsWith('{')) return null;
  try {
    return JSON.parse(line) as Update;
  } catch {
    return null;
  }
}
