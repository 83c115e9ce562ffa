import { textOf, toned } from '../../lines';
import type { Line } from '../../lines';
import type { Style } from '../../style';

/** The findings in the state of a workspace. */
export interface VerifiedView {
  readonly workspace: string;
  readonly place: string;
  readonly serial: number | null;
  readonly resources: number;
  readonly open: number;
  /** Serials of earlier states that can be read. */
  readonly older: readonly number[];
  readonly findings: readonly { readonly about: string; readonly message: string }[];
}

/** Renders one line per workspace, with its findings below it. */
export function renderVerified(verified: readonly VerifiedView[], style: Style): string {
  if (verified.length === 0) return textOf([['Nothing is recorded.']], style);
  return textOf(verified.flatMap(linesOf), style);
}

function linesOf({
  workspace,
  place,
  serial,
  resources,
  open,
  older,
  findings,
}: VerifiedView): readonly Line[] {
  const what =
    serial === null
      ? 'nothing is recorded'
      : `serial ${serial}, ${counted(resources, 'resource')}${open === 0 ? '' : `, ${counted(open, 'open entry', 'open entries')}`}`;
  const verdict = findings.length === 0 ? 'fine' : toned('error', counted(findings.length, 'finding'));
  const shown = serial === null && findings.length > 0 ? 'cannot be read' : what;
  const earlier =
    older[0] === undefined
      ? ''
      : `; ${counted(older.length, 'earlier state')} read, up to serial ${older[0]}`;
  return [
    [toned('strong', workspace), `  ${place}: ${shown}${earlier}: `, verdict],
    ...findings.map(({ about, message }): Line => [`  ${about}: ${message}`]),
  ];
}

function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
