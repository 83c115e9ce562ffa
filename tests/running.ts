import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RunOptions, TestProject } from './helix';

/** A run of helix in progress, with its output so far on both streams. */
export class Running {
  said = '';
  readonly #ended: Promise<number | null>;
  readonly #child: ChildProcess;

  constructor(made: TestProject, words: readonly string[], options: RunOptions = {}) {
    this.#child = made.start(words, options);
    this.#child.stdin?.end();
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.on('data', (chunk: Buffer) => (this.said += chunk.toString()));
    }
    this.#ended = once(this.#child, 'close').then(([code]) => code as number | null);
  }

  get pid(): number {
    return this.#child.pid!;
  }

  get hasEnded(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  /** Waits until the run has printed a text. */
  async waitForText(text: string): Promise<void> {
    while (!this.said.includes(text)) {
      if (this.hasEnded) throw new Error(`it ended without saying ${text}: ${this.said}`);
      await sleep(5);
    }
  }

  signal(name: NodeJS.Signals): void {
    this.#child.kill(name);
  }

  /** Waits for its end, and returns its exit code; null if a signal ended it. */
  end(): Promise<number | null> {
    return this.#ended;
  }
}
