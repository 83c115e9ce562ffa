import { bare, stateNamed, textIn } from '../machine-power';
import type { MachinePower } from '../machine-power';
import type { CloudRequest } from '../cloud-api';

/** The actions of droplets. */
export const power: MachinePower = {
  requests: (verb, id) => {
    switch (verb) {
      case 'start':
        return [action(id, 'power_on')];
      case 'restart':
        return [action(id, 'reboot')];
      case 'stop':
        // Programs on the droplet may ignore the first, which lets them end in peace.
        return [action(id, 'shutdown'), action(id, 'power_off')];
    }
  },
  inquiry: (id) => bare('GET', `/v2/droplets/${id}`),
  stateIn: ({ status, text }) =>
    status === 404
      ? 'gone'
      : stateNamed(textIn(text, ['droplet', 'status']), { running: ['active'], stopped: ['off'] }),
};

function action(id: string, type: string): CloudRequest {
  return {
    method: 'POST',
    path: `/v2/droplets/${id}/actions`,
    body: { type: 'json', text: JSON.stringify({ type }) },
  };
}
