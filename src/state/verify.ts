import { digestOf } from '../values/digest';
import { expiryOf } from './expiry';
import type { ResourceRecord, State } from './state';

/** A contradiction in a state. */
export interface Finding {
  /** An address, or `state`. */
  readonly about: string;
  readonly message: string;
}

/** Returns everything in a state that Helix cannot have written. */
export function verifyState(state: State, workspace: string): Finding[] {
  const found: Finding[] = [];
  const report = (about: string, message: string): void => void found.push({ about, message });
  if (state.workspace !== workspace) report('state', `it belongs to workspace ${state.workspace}`);
  for (const record of Object.values(state.resources)) {
    for (const message of problemsOf(record, state)) report(record.address, message);
  }
  for (const { address } of Object.values(state.tombstones)) {
    if (state.resources[address] !== undefined)
      report(address, 'it is recorded both as existing and as down');
  }
  for (const entry of state.open) {
    if (entry.members.length === 0) report('state', `the open entry ${entry.id} has no members`);
  }
  return found;
}

function problemsOf(record: ResourceRecord, { resources }: State): string[] {
  const problems: string[] = [];
  if (record.address !== `${record.kind}.${record.name}`) {
    problems.push(`its kind and name say ${record.kind}.${record.name}`);
  }
  if (record.inputsDigest !== digestOf(record.inputs)) {
    problems.push('its inputs were edited: they have another digest than is recorded');
  }
  if (record.expiresAt !== expiryOf(record)) {
    problems.push(
      `it expires on ${record.expiresAt ?? 'no day'}, but by its TTL on ${expiryOf(record) ?? 'no day'}`,
    );
  }
  for (const needed of record.dependsOn) {
    if (resources[needed] === undefined) problems.push(`it needs ${needed}, which is not recorded`);
  }
  return problems;
}
