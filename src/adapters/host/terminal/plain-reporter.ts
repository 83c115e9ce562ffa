import type { Clock } from '../../../ports/clock';
import type { ApplyEvent, Reporter } from '../../../ports/reporter';
import { isWarning, renderEvent, renderHeartbeat, renderPhase } from '../../../render/progress/event-lines';
import { progressReducer, startOfProgress } from '../../../render/progress/progress-state';
import type { Style } from '../../../render/style';

const HEARTBEAT_MS = 30_000;

/** Progress as lines that stay, with a heartbeat: in a CI log, silence looks like a hang. */
export class PlainReporter implements Reporter {
  readonly #out: NodeJS.WritableStream;
  readonly #style: Style;
  readonly #withSteps: boolean;

  #state = startOfProgress(0);
  readonly #heartbeat: NodeJS.Timeout;

  constructor(
    out: NodeJS.WritableStream,
    style: Style,
    clock: Clock,
    { heartbeatMs = HEARTBEAT_MS, withSteps = false } = {},
  ) {
    this.#out = out;
    this.#style = style;
    this.#withSteps = withSteps;

    this.#heartbeat = setInterval(() => {
      out.write(renderHeartbeat(this.#state, clock.now().toISOString(), style));
    }, heartbeatMs);
    this.#heartbeat.unref();
  }

  report(event: ApplyEvent): void {
    if (this.#withSteps && event.type === 'phase' && !isWarning(event)) {
      this.#out.write(renderPhase(event, this.#style));
    }
    this.#out.write(renderEvent(event, this.#state, this.#style));
    this.#state = progressReducer(this.#state, event);
  }

  close(): void {
    clearInterval(this.#heartbeat);
  }
}
