import type { Milestone } from '../ports/engine';
import type { ApplyEvent, Reporter } from '../ports/reporter';
import { stepLines } from '../render/progress/deployment-steps';
import type { Address } from '../values/resource';

/** A machine that is deployed, and the steps of it that can be observed. */
interface Deployment {
  readonly address: Address;
  readonly steps: readonly Milestone[];
}

/** Shows the steps of one deployment beside the progress of its operations, as they are reached. */
export class StepReporter implements Reporter {
  readonly #next: Reporter;
  readonly #deployment: () => Deployment | null;
  #shown = 0;

  /** @param deployment asked at each event, since it is known only once there is a plan */
  constructor(next: Reporter, deployment: () => Deployment | null) {
    this.#next = next;
    this.#deployment = deployment;
  }

  report(event: ApplyEvent): void {
    this.#next.report(event);
    const deployment = this.#deployment();
    if (event.type !== 'phase' || event.reached === undefined || deployment?.address !== event.address)
      return;
    for (const message of stepLines(deployment.steps, this.#shown, event.reached)) {
      this.#shown += 1;
      this.#next.report({ type: 'note', message });
    }
  }

  close(): void {
    this.#next.close();
  }
}
