import { stateNamed } from '../machine-power';
import type { MachinePower, PowerVerb } from '../machine-power';
import type { CloudRequest } from '../cloud-api';

const ACTIONS: Record<PowerVerb, string> = {
  start: 'StartInstances',
  stop: 'StopInstances',
  restart: 'RebootInstances',
};

/** The EC2 API on the power of machines. */
export const power: MachinePower = {
  requests: (verb, id) => [action(ACTIONS[verb], id)],
  inquiry: (id) => action('DescribeInstances', id),
  stateIn: ({ status, text }) => {
    if (status === 400 && text.includes('InvalidInstanceID')) return 'gone';
    const [, word = null] = /<instanceState>.*?<name>\s*([a-z-]+)\s*<\/name>/s.exec(text) ?? [];
    if (word === 'terminated' || word === 'shutting-down') return 'gone';
    // A list of nothing.
    if (word === null && text.includes('<DescribeInstancesResponse')) return 'gone';
    return stateNamed(word, { running: ['running'], stopped: ['stopped'] });
  },
};

function action(name: string, id: string): CloudRequest {
  const form = new URLSearchParams({ Action: name, Version: '2016-11-15', 'InstanceId.1': id });
  return { method: 'POST', path: '/', body: { type: 'form', text: form.toString() } };
}
