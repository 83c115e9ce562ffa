import { decodeClusterOutputs } from '../../../resources/cluster-outputs';
import { decodeMachineOutputs, reachableAddress } from '../../../resources/machine-outputs';
import type { ResourceRecord } from '../../../state/state';
import { textOf, toned } from '../../lines';
import type { Line } from '../../lines';
import type { Style } from '../../style';
import { expiryCell } from '../expiry-cell';

/** More than these are left to `helix status`. */
const MOST = 10;

/** Renders where applied resources are reached and when they expire, and the next command. `now` is RFC 3339. */
export function renderApplied(applied: readonly ResourceRecord[], now: string, style: Style): string {
  const shown = applied.flatMap((record): Line[] => {
    const endpoint = endpointOf(record);
    const facts = [
      ...(endpoint === null ? [] : [['  endpoint  ', endpoint]]),
      ...(record.expiresAt === null ? [] : [['  expires   ', expiryCell(record.expiresAt, now)]]),
    ];
    return facts.length === 0 ? [] : [[toned('strong', record.address)], ...facts];
  });
  if (shown.length === 0) return '';
  const lines = applied.length > MOST ? [] : [[], ...shown];
  return textOf([...lines, [], ['Next: `helix status` shows what runs.']], style);
}

function endpointOf({ address, kind, outputs }: ResourceRecord): string | null {
  if (kind === 'cluster') return decodeClusterOutputs(address, outputs).endpointUrl;
  return kind === 'instance' ? reachableAddress(decodeMachineOutputs(address, outputs)) : null;
}
