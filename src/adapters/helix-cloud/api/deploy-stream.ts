import { checkedAnswer, malformed } from './answer';
import type { Mask } from './answer';
import { readEvents, StreamCut } from './event-stream';
import type { StreamLimits } from './event-stream';
import type { components } from '../generated/api';
import { validateDeployDone, validateDeployError, validateDeployProgress } from '../generated/answers';
import type { Broken, Outcome } from '../../http/retries';

type Schemas = components['schemas'];
export type DeployProgress = Schemas['DeployProgress'];

/** How a deployment ended. `invalid`: the files are wrong, and nothing changed. */
export type DeployOutcome =
  | { readonly type: 'deployed' }
  | {
      readonly type: 'invalid';
      readonly message: string;
      readonly errors: readonly Schemas['SourceError'][];
    };

/** Reads the stream of one deployment. `broken` when it was cut or the service had a fault: join it again. */
export async function deployOutcome(
  title: string,
  response: Response,
  onProgress: (progress: DeployProgress) => void,
  limits: StreamLimits & { readonly remainingMs: () => number; readonly mask: Mask },
): Promise<Outcome<DeployOutcome>> {
  try {
    for await (const { event, data } of readEvents(response, limits)) {
      if (event === 'progress') onProgress(checkedAnswer(validateDeployProgress, data, title, limits.mask));
      if (event === 'done') {
        checkedAnswer(validateDeployDone, data, title, limits.mask);
        return { type: 'answer', value: { type: 'deployed' } };
      }
      if (event === 'error') {
        const { code, message, errors } = checkedAnswer(validateDeployError, data, title, limits.mask);
        if (code === 'internal') return broken(message);
        if (errors.length === 0) throw malformed(title, `an error without a reason: ${message}`);
        return { type: 'answer', value: { type: 'invalid', message, errors } };
      }
    }
  } catch (error) {
    if (!(error instanceof StreamCut)) throw error;
    return { ...broken(`the stream broke off: ${error.message}`), again: limits.remainingMs() > 0 };
  }
  return broken('the stream ended without an outcome');
}

function broken(message: string): Broken {
  return { type: 'broken', status: 200, message, hint: null, retryAfter: null, again: true };
}
