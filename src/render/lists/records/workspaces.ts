import { textOf, toned } from '../../lines';
import type { Style } from '../../style';
import { timeText } from '../../time-text';
import { tableLines } from '../table';
import type { Cell } from '../table';

/** A workspace, in one line. */
export interface WorkspaceView {
  readonly name: string;
  readonly resources: number;
  readonly down: number;
  readonly updatedAt: string;
  readonly lockedBy: string | null;
}

/** Renders the workspaces in the given order. */
export function renderWorkspaces(rows: readonly WorkspaceView[], style: Style): string {
  if (rows.length === 0) return textOf([['There are no workspaces: nothing is recorded.']], style);
  const cells = rows.map(({ name, resources, down, updatedAt, lockedBy }): readonly Cell[] => [
    toned('strong', name),
    String(resources),
    String(down),
    timeText(updatedAt),
    lockedBy ?? '-',
  ]);
  return textOf(tableLines(['WORKSPACE', 'RESOURCES', 'DOWN', 'WRITTEN', 'LOCKED BY'], cells), style);
}
