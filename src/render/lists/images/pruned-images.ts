import type { PrunedImage } from '../../../ports/engine-verbs';
import { textOf } from '../../lines';
import type { Style } from '../../style';
import { tableLines } from '../table';

const OUTCOME = { unused: 'unused', removed: 'removed', kept: 'kept' } as const;
const PLACE = { registry: 'registry', engine: 'this host', builder: 'builder' } as const;

/** Renders the images that nothing on record names, and what became of them. */
export function renderPrunedImages(images: readonly PrunedImage[], style: Style): string {
  if (images.length === 0) return textOf([['No image is unused.']], style);
  const rows = images.map(({ name, place, sizeBytes, outcome, reason }) => [
    name,
    PLACE[place],
    `${(sizeBytes / 1e6).toFixed(1)} MB`,
    reason === null ? OUTCOME[outcome] : `${OUTCOME[outcome]}: ${reason}`,
  ]);
  return textOf(tableLines(['IMAGE', 'IN', 'SIZE', 'NOW'], rows), style);
}
