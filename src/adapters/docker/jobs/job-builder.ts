import { Semaphore } from 'async-mutex';
import type { BuildConfig } from '../../../config/build/build';
import { HelixError } from '../../../errors';
import type { Clock } from '../../../ports/clock';
import type { BuildSummary } from '../../../ports/engine-verbs';
import { imageTag } from '../../../resources/image/source';
import { CONTEXT_LABEL, ownerIn } from '../labels';
import type { Builder, BuildRequest, BuiltImage } from '../images/build/builder';
import { openLog } from './build-files';

/** The surroundings of the builds of one run. */
export interface Jobs {
  /** The project's directory. */
  readonly root: string;
  readonly clock: Pick<Clock, 'now' | 'monotonicMs'>;
  readonly timeoutSeconds: number;
  readonly slots: Semaphore;
}

/** Returns the surroundings of the builds of one run. */
export function jobsOf(
  { timeoutSeconds, parallel }: Pick<BuildConfig, 'timeoutSeconds' | 'parallel'>,
  { root, clock }: Pick<Jobs, 'root' | 'clock'>,
): Jobs {
  return { root, clock, timeoutSeconds, slots: new Semaphore(parallel) };
}

/** A builder whose builds are jobs: limited in number and in time, each with its log. */
export class JobBuilder implements Builder {
  readonly pushes: boolean;
  readonly #builder: Builder;
  readonly #jobs: Jobs;

  constructor(builder: Builder, jobs: Jobs) {
    this.pushes = builder.pushes;
    this.#builder = builder;
    this.#jobs = jobs;
  }

  build(request: BuildRequest): Promise<BuiltImage> {
    return this.#jobs.slots.runExclusive(() => this.#buildLogged(request));
  }

  async #buildLogged(request: BuildRequest): Promise<BuiltImage> {
    const { root, clock } = this.#jobs;
    const about = {
      address: ownerIn(request.labels)?.address ?? 'image',
      context: imageTag(request.labels[CONTEXT_LABEL] ?? ''),
      platforms: request.platforms,
      started_at: clock.now().toISOString(),
    };
    const started = clock.monotonicMs();
    const seconds = (): number => Math.round((clock.monotonicMs() - started) / 100) / 10;
    const log = await openLog(root, about);
    const write = (line: string): void => {
      log.write(line);
      request.log(line);
    };
    try {
      const warn = (text: string): void => {
        log.write(`warning: ${text}`);
        request.warn(text);
      };
      const built = await this.#buildInTime({ ...request, log: write, warn });
      const digest = built.digest ?? built.imageId;
      const { of: steps, cached: cached_steps } = built.steps;
      await log.close({ ...about, seconds: seconds(), outcome: 'built', digest, steps, cached_steps });
      return built;
    } catch (error) {
      if (error instanceof HelixError) error.message.split('\n').forEach(log.write);
      const outcome = outcomeOf(error);
      await log.close({ ...about, seconds: seconds(), outcome, digest: null, steps: 0, cached_steps: 0 });
      throw error;
    }
  }

  async #buildInTime(request: BuildRequest): Promise<BuiltImage> {
    const { timeoutSeconds } = this.#jobs;
    const deadline = AbortSignal.timeout(timeoutSeconds * 1000);
    const signal = AbortSignal.any([request.signal, deadline]);
    try {
      return await this.#builder.build({ ...request, signal });
    } catch (error) {
      throw deadline.aborted && !request.signal.aborted ? lateBuild(timeoutSeconds) : error;
    }
  }
}

function outcomeOf(error: unknown): BuildSummary['outcome'] {
  return error instanceof HelixError && error.kind === 'cancelled' ? 'cancelled' : 'failed';
}

function lateBuild(seconds: number): HelixError {
  const limit = seconds % 60 === 0 ? `${seconds / 60}min` : `${seconds}s`;
  return new HelixError('failed', `The image was not built within ${limit}.`, {
    hint: 'Set `timeout` in `[build]` to a longer time, or add a `[build.cache]`.',
  });
}
