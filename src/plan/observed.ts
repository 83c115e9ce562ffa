import { isGoneNote, isGoneOutside } from '../resources/drift-notes';
import type { Observation } from '../state/observation';
import type { ResourceRecord } from '../state/state';
import { digestOf } from '../values/digest';
import type { Address } from '../values/resource';
import { differences } from './attributes';
import { forcesReplacement } from './lifecycle';
import type { Drift } from './plan';

export type Records = ReadonlyMap<Address, ResourceRecord>;

/** Records after an observation, and the drift that it found. */
export interface Observed {
  readonly records: Records;
  readonly drift: ReadonlyMap<Address, Drift>;
}

/** Corrects records by observations. A resource that is gone or has another owner loses its record. */
export function observed(records: Records, seen: ReadonlyMap<Address, Observation>): Observed {
  if (seen.size === 0) return { records, drift: new Map() };
  const corrected = new Map(records);
  const drift = new Map<Address, Drift>();
  for (const [address, observation] of seen) {
    const record = records.get(address);
    if (record === undefined) continue;
    const { kind, name, provider, inputs: before } = record;
    const drifted = { address, kind, name, provider, before };
    switch (observation.state) {
      case 'gone':
        corrected.delete(address);
        drift.set(address, { ...drifted, type: 'gone', after: null });
        break;
      case 'foreign':
        corrected.delete(address);
        drift.set(address, { ...drifted, type: 'foreign', owner: observation.owner, after: null });
        break;
      case 'present': {
        const { existing } = observation;
        const inputs = { ...record.inputs, ...existing.inputs };
        const attributes = differences(record.inputs, inputs).map((difference) => ({
          ...difference,
          forcesReplacement: forcesReplacement(record, difference),
        }));
        if (isGoneOutside(existing.inputs)) {
          const left = attributes.filter(({ path }) => !isGoneNote(path));
          drift.set(address, {
            ...drifted,
            type: 'gone',
            after: null,
            ...(left.length > 0 && { attributes: left }),
          });
        } else if (attributes.length > 0) {
          drift.set(address, { ...drifted, type: 'changed', after: inputs, attributes });
        }
        corrected.set(address, {
          ...record,
          inputs,
          inputsDigest: attributes.length > 0 ? digestOf(inputs) : record.inputsDigest,
          outputs: existing.outputs,
          status: existing.status,
        });
      }
    }
  }
  return { records: corrected, drift };
}
