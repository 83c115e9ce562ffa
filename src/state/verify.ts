import { digestOf } from '../values/digest';
import { expiryOf } from './expiry';
import type { ResourceRecord, State } from './state';

/** Something in a state that contradicts something else in it. */
export interface Finding {
  /** An address, or `state`. */
  readonly about: string;
  readonly message: string;
}

/** Everything in a state that cannot be as it was written; a state that was only ever written by Helix has none. */
export function verifyState(state: State, workspace: string): Finding[] {
  const found: Finding[] = [];
  const say = (about: string, message: string): void => void found.push({ about, message });
  if (state.workspace !== workspace) say('state', `it is that of workspace ${state.workspace}`);
  for (const record of Object.values(state.resources)) {
    for (const message of complaintsOf(record, state)) say(record.address, message);
  }
  for (const { address } of Object.values(state.tombstones)) {
    if (state.resources[address] !== undefined)
      say(address, 'it is recorded as being there and as being down');
  }
  for (const entry of state.open) {
    if (entry.members.length === 0) say('state', `the open entry ${entry.id} is about nothing`);
  }
  return found;
}

function complaintsOf(record: ResourceRecord, { resources }: State): string[] {
  const complaints: string[] = [];
  if (record.address !== `${record.kind}.${record.name}`) {
    complaints.push(`its kind and name say ${record.kind}.${record.name}`);
  }
  if (record.inputsDigest !== digestOf(record.inputs)) {
    complaints.push('its inputs were edited: they have another digest than is recorded');
  }
  if (record.expiresAt !== expiryOf(record)) {
    complaints.push(
      `it expires on ${record.expiresAt ?? 'no day'}, but by its TTL on ${expiryOf(record) ?? 'no day'}`,
    );
  }
  for (const needed of record.dependsOn) {
    if (resources[needed] === undefined) complaints.push(`it needs ${needed}, which is not recorded`);
  }
  return complaints;
}
