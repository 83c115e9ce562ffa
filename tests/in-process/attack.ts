import type { Run } from '../helix';

/** The CPU time that one document may take: far more than any needs, on a slow machine. */
const BOUND_CPU_MS = 20_000;
/** Only a run that hangs takes longer, however busy the machine is. */
const HANG_MS = 600_000;
const CODES = [0, 1, 2, 3, 4, 5, 8, 9, 64];

// Everything that draws, but line ends. The program's own output has none of it without colors.
const DRAWING = /(?![\n\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;
const STACK = /^ +at .+:\d+:\d+\)?$/m;

const PROTOTYPES = [Object.prototype, Array.prototype, String.prototype, Function.prototype];
const PRISTINE = PROTOTYPES.map((prototype) => Reflect.ownKeys(prototype).length);

/** Returns the fault in the answer to a hostile document; null for a clean error or a success. */
export function weakness({ code, stdout, stderr }: Run, cpuMs: number): string | null {
  const said = stdout + stderr;
  if (!CODES.includes(code)) return `it ended with ${code}:\n${said.slice(0, 3000)}`;
  if (STACK.test(said)) return `it showed a stack:\n${said.slice(0, 3000)}`;
  const drawing = DRAWING.exec(said);
  if (drawing !== null) {
    const around = said.slice(Math.max(0, drawing.index - 200), drawing.index + 50);
    return `it let through ${JSON.stringify(drawing[0])}: ${JSON.stringify(around)}`;
  }
  if (cpuMs > BOUND_CPU_MS) return `it took ${Math.round(cpuMs)} ms of CPU`;
  return null;
}

/** Returns whether a document has changed what all objects share. */
export function isPolluted(): boolean {
  return PROTOTYPES.some((prototype, index) => Reflect.ownKeys(prototype).length !== PRISTINE[index]);
}

/** A run of the program on a hostile document. */
export interface Attack {
  /** For messages: the document. */
  readonly document: Uint8Array;
  /** For messages: the command line. */
  readonly words: readonly string[];
  readonly run: () => Promise<Run>;
}

/** The result of many attacks. */
export interface Attacked {
  /** The number of documents tried: fewer than wanted after a hang or many faults. */
  readonly documents: number;
  /** An example of each kind of fault. */
  readonly faults: readonly string[];
}

/** Makes `count` attacks, and prints how many ended with which exit code. */
export async function runAttacks(
  kind: string,
  count: number,
  next: (n: number) => Attack | Promise<Attack>,
): Promise<Attacked> {
  const cpu = process.cpuUsage();
  const codes: Record<number, number> = {};
  const found = new Map<string, string>();
  let documents = 0;
  for (let n = 0; n < count; n += 1) {
    const { document, words, run } = await next(n);
    documents += 1;
    const started = process.cpuUsage();
    const answer = await finishInTime(run());
    if (answer === null) {
      found.set('hangs', `document ${n}, helix ${words.join(' ')}: it hangs\n${shown(document)}`);
      break;
    }
    codes[answer.code] = (codes[answer.code] ?? 0) + 1;
    const what = isPolluted() ? 'it changed what all objects share' : weakness(answer, cpuMsSince(started));
    if (what === null) continue;
    // One example of each kind is enough.
    const kind = what.slice(0, 200).replace(/\d+/g, 'N');
    if (!found.has(kind))
      found.set(kind, `document ${n}, helix ${words.join(' ')}: ${what}\n${shown(document)}`);
    if (isPolluted() || found.size >= 8) break;
  }
  if (found.size === 0) printCodes(kind, codes, cpuMsSince(cpu));
  return { documents, faults: [...found.values()] };
}

function cpuMsSince(start: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

/** Returns null for a run that hangs. */
async function finishInTime(run: Promise<Run>): Promise<Run | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => {
      resolve(null);
    }, HANG_MS);
  });
  try {
    return await Promise.race([run, late]);
  } finally {
    clearTimeout(timer);
  }
}

function shown(document: Uint8Array): string {
  const text = Buffer.from(document).toString();
  return JSON.stringify(text.length > 3000 ? `${text.slice(0, 1500)} ... ${text.slice(-1500)}` : text);
}

/** Prints the number of documents of a kind by exit code, and the CPU time that they took. */
function printCodes(kind: string, codes: Readonly<Record<number, number>>, cpuMs: number): void {
  const total = Object.values(codes).reduce((sum, count) => sum + count, 0);
  process.stderr.write(
    `${kind}: ${total}, exit codes ${JSON.stringify(codes)}, ${(cpuMs / 1000).toFixed(0)} s of CPU\n`,
  );
}
