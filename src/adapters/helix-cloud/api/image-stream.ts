import { checkedAnswer } from './answer';
import type { Mask } from './answer';
import { readEvents, StreamCut } from './event-stream';
import type { StreamLimits } from './event-stream';
import type { components } from '../generated/api';
import {
  validateAnonymousDeployDone,
  validateAnonymousDeployError,
  validateAnonymousDeployStep,
} from '../generated/answers';
import type { Outcome } from '../../http/retries';

/** How the deployment of an image ended. `refused`: the image is wrong, and nothing changed. */
export type ImageOutcome =
  | { readonly type: 'deployed' }
  | {
      readonly type: 'refused';
      readonly message: string;
      readonly errors: readonly components['schemas']['SourceError'][];
    };

const STEPS: readonly string[] = ['validating', 'pulling', 'starting'];

/** Reads the stream of the deployment of an image. `broken` when it was cut: join it again. */
export async function readImageOutcome(
  title: string,
  response: Response,
  onStep: (step: string) => void,
  limits: StreamLimits & { readonly remainingMs: () => number; readonly mask: Mask },
): Promise<Outcome<ImageOutcome>> {
  const { mask } = limits;
  try {
    for await (const { event, data } of readEvents(response, limits)) {
      if (STEPS.includes(event)) {
        checkedAnswer(validateAnonymousDeployStep, data, title, mask);
        onStep(event);
      }
      if (event === 'done') {
        checkedAnswer(validateAnonymousDeployDone, data, title, mask);
        return { type: 'answer', value: { type: 'deployed' } };
      }
      if (event === 'error') {
        const { message, errors } = checkedAnswer(validateAnonymousDeployError, data, title, mask);
        return { type: 'answer', value: { type: 'refused', message, errors } };
      }
    }
  } catch (error) {
    if (!(error instanceof StreamCut)) throw error;
    return broken(`the stream broke off: ${error.message}`, limits.remainingMs() > 0);
  }
  return broken('the stream ended without an outcome', true);
}

function broken(message: string, again: boolean) {
  return { type: 'broken', status: 200, message, hint: null, retryAfter: null, again } as const;
}
