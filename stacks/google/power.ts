import { bare, stateNamed, textIn } from '../machine-power';
import type { MachinePower, PowerVerb } from '../machine-power';

const ACTIONS: Record<PowerVerb, string> = { start: 'start', stop: 'stop', restart: 'reset' };

/** Compute Engine on the power of machines. Their ids are paths: `projects/acme/zones/us-central1-a/instances/api`. */
export const power: MachinePower = {
  requests: (verb, id) => [bare('POST', `/compute/v1/${id}/${ACTIONS[verb]}`)],
  inquiry: (id) => bare('GET', `/compute/v1/${id}`),
  stateIn: ({ status, text }) =>
    status === 404
      ? 'gone'
      : stateNamed(textIn(text, ['status']), { running: ['RUNNING'], stopped: ['TERMINATED', 'STOPPED'] }),
};
