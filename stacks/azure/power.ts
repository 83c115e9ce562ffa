import { bare, stateNamed } from '../machine-power';
import type { MachinePower, PowerVerb } from '../machine-power';
import { ARM_TYPES } from './arm-types';

// A machine that is only powered off keeps its place, and its price.
const ACTIONS: Record<PowerVerb, string> = { start: 'start', stop: 'deallocate', restart: 'restart' };
const [, VERSION] = ARM_TYPES.machine.split('@');

/** Azure Resource Manager on the power of machines. Their ids are paths. */
export const power: MachinePower = {
  requests: (verb, id) => [bare('POST', `${id}/${ACTIONS[verb]}?api-version=${VERSION}`)],
  inquiry: (id) => bare('GET', `${id}?$expand=instanceView&api-version=${VERSION}`),
  stateIn: ({ status, text }) => {
    if (status === 404) return 'gone';
    const [, word = null] = /"PowerState\/([a-z]+)"/.exec(text) ?? [];
    // While it is being made, and after a failure, there is no such status.
    const known = status === 200 && word === null ? 'unknown' : word;
    // One that was stopped from inside still costs: it is not stopped before it is deallocated.
    return stateNamed(known, { running: ['running'], stopped: ['deallocated'] });
  },
};
