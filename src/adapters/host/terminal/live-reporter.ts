import type { Clock } from '../../../ports/clock';
import type { ApplyEvent, Reporter } from '../../../ports/reporter';
import { renderEvent } from '../../../render/progress/event-lines';
import { renderFrame } from '../../../render/progress/frame';
import { progressReducer, startOfProgress } from '../../../render/progress/progress-state';
import type { Style } from '../../../render/style';

const FRAME_MS = 100;

/** Progress that is redrawn in place; ended operations stay above as lines. */
export class LiveReporter implements Reporter {
  readonly #out: NodeJS.WritableStream;
  readonly #style: () => Style;
  readonly #clock: Clock;

  #state = startOfProgress(0);
  #drawn = 0;
  readonly #timer: NodeJS.Timeout;

  /** @param style asked before each frame, since the terminal may be resized */
  constructor(out: NodeJS.WritableStream, style: () => Style, clock: Clock) {
    this.#out = out;
    this.#style = style;
    this.#clock = clock;

    this.#timer = setInterval(() => this.#draw(''), FRAME_MS);
    this.#timer.unref();
  }

  report(event: ApplyEvent): void {
    // A running resource has its line in the frame.
    const above = event.type === 'started' ? '' : renderEvent(event, this.#state, this.#style());
    this.#state = progressReducer(this.#state, event);
    this.#draw(above);
  }

  close(): void {
    clearInterval(this.#timer);
    this.#out.write(this.#erase());
    this.#drawn = 0;
  }

  #draw(above: string): void {
    const frame = renderFrame(this.#state, this.#clock.now().toISOString(), this.#style());
    if (above === '' && frame.length === 0 && this.#drawn === 0) return;
    this.#out.write(this.#erase() + above + frame.map((line) => `${line}\n`).join(''));
    this.#drawn = frame.length;
  }

  /** Returns the codes that move the cursor to the first line of the old frame and clear everything below. */
  #erase(): string {
    return this.#drawn === 0 ? '' : `\u001b[${this.#drawn}A\u001b[J`;
  }
}
