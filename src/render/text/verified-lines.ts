import type { ToolChange } from '../../ports/engine';
import { toned, withNote } from '../lines';
import type { Line } from '../lines';
import type { Style } from '../style';
import { SYMBOLS } from './change-lines';
import { columnsOf } from './columns';

/** What an engine's own tool would do, resource by resource, below what Helix says. */
export function verifiedLines(changes: readonly ToolChange[] | null, style: Style): readonly Line[] {
  if (changes === null) return [];
  if (changes.length === 0) return [['Verified: Terraform has nothing to do.']];
  const { source, value } = columnsOf(style);
  return [
    [toned('strong', 'Verified: Terraform would do just that.')],
    ...changes.flatMap(({ address, part, action }) =>
      withNote([...SYMBOLS[action], ' ', part], toned('quiet', address), source, value),
    ),
  ];
}
