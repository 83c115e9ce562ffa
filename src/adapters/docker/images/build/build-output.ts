import type { BuildProgress } from './builder';
import { shortId } from './short-id';

/** One line of the progress of the engine's own builder. */
export interface BuildLine {
  readonly stream?: string;
  readonly aux?: { readonly ID?: string };
  readonly error?: string;
  readonly errorDetail?: { readonly message?: string };
}

/** How many lines of a step that failed an error shows. */
const TAIL_LINES = 20;

/** A step that Helix has added: the labels of a stage, or of the image. */
const OWN_STEP = /^LABEL "?helix-/i;

/** The output of the engine's own builder as it comes. The steps that Helix has added are not counted. */
export class BuildOutput {
  readonly #ownSteps: number;
  #ownDone = 0;
  #step: BuildProgress | null = null;
  #instruction = '';
  #tail: string[] = [];
  #open = '';
  #imageId: string | null = null;
  #error: string | null = null;
  #cached = 0;
  readonly #layers = new Set<string>();

  constructor(ownSteps: number) {
    this.#ownSteps = ownSteps;
  }

  /** Takes one line, and returns the lines for people that it completes. */
  add({ stream = '', aux, error, errorDetail }: BuildLine): readonly string[] {
    if (aux?.ID !== undefined) this.#imageId = aux.ID;
    if (error !== undefined || errorDetail !== undefined) {
      this.#error = (errorDetail?.message ?? error ?? '').trim();
    }
    const lines = (this.#open + stream).split(/\r?\n/);
    this.#open = lines.pop() ?? '';
    lines.forEach((line) => this.#read(line));
    return lines.filter((line) => line.trim() !== '');
  }

  get progress(): BuildProgress | null {
    return this.#step;
  }

  /** The steps of the Dockerfile, and those of them that the engine had. */
  get steps(): { readonly of: number; readonly cached: number } {
    return { of: this.#step?.of ?? 0, cached: this.#cached };
  }

  /** The id of the image; null before the end, and from an engine that does not tell. */
  get imageId(): string | null {
    return this.#imageId;
  }

  /** The short ids of the images that the steps made or took from the cache. */
  get layers(): ReadonlySet<string> {
    return this.#layers;
  }

  /** Why the build failed; null when it did not. */
  get error(): string | null {
    return this.#error;
  }

  /** Returns the failure for people: the reason, and the last lines of the step. */
  failure(): readonly string[] {
    const where =
      this.#step === null ? [] : [`Step ${this.#step.step} of ${this.#step.of}: ${this.#instruction}`];
    const open = this.#open.trim() === '' ? [] : [this.#open];
    return [...where, ...[...this.#tail, ...open].slice(-TAIL_LINES)];
  }

  #read(line: string): void {
    const [, step, of, instruction] = /^Step (\d+)\/(\d+) ?: ?(.*)$/i.exec(line) ?? [];
    if (step !== undefined) {
      if (OWN_STEP.test(instruction ?? '')) {
        this.#ownDone += 1;
        return;
      }
      this.#step = { step: Number(step) - this.#ownDone, of: Number(of) - this.#ownSteps };
      this.#instruction = instruction ?? '';
      this.#tail = [];
      return;
    }
    // Podman prints `--> 020abc34a60`, and the whole id of what its cache had.
    const [, layer] = /^(?: -)?--> ([0-9a-f]{11,64})$/.exec(line) ?? [];
    if (layer !== undefined) this.#layers.add(shortId(layer));
    if (/^(?: -)?--> Using cache\b/.test(line)) this.#cached += 1;
    if (line.trim() === '' || /^((?: -)?--> |Removing intermediate container )/.test(line)) return;
    this.#tail = [...this.#tail, line].slice(-TAIL_LINES);
  }
}
