import { bare, stateNamed, textIn } from '../machine-power';
import type { MachinePower, PowerVerb } from '../machine-power';

const ACTIONS: Record<PowerVerb, string> = { start: 'start', stop: 'halt', restart: 'reboot' };

/** The power of Vultr's instances. */
export const power: MachinePower = {
  requests: (verb, id) => [bare('POST', `/v2/instances/${id}/${ACTIONS[verb]}`)],
  inquiry: (id) => bare('GET', `/v2/instances/${id}`),
  stateIn: ({ status, text }) =>
    status === 404
      ? 'gone'
      : stateNamed(textIn(text, ['instance', 'power_status']), {
          running: ['running'],
          stopped: ['stopped'],
        }),
};
