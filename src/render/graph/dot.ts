import type { DesiredState } from '../../graph/desired-state';
import { printable } from '../../values/printable';
import { graphOf } from './graph';

/** Renders the desired state as a Graphviz digraph. An edge leads from a resource to its dependency, and from a TTL to its target. */
export function renderDot(desired: DesiredState): string {
  const { nodes, edges } = graphOf(desired);
  return [
    'digraph helix {',
    '  rankdir = "LR";',
    '  node [shape = "box"];',
    ...nodes.map(({ id, label, isPolicy }) => {
      const shape = isPolicy ? ', shape = "note"' : '';
      return `  ${quoted(id)} [label = ${quoted(label)}${shape}];`;
    }),
    ...edges.map(({ from, to, label }) => {
      const attributes = label === null ? '' : ` [label = ${quoted(label)}, style = "dashed"]`;
      return `  ${quoted(from)} -> ${quoted(to)}${attributes};`;
    }),
    '}',
    '',
  ].join('\n');
}

/** A DOT string. A backslash begins an escape in labels, so it is doubled before line breaks are written as `\n`. */
function quoted(text: string): string {
  const lines = text
    .split('\n')
    .map((line) => printable(line).replaceAll('\\', '\\\\').replaceAll('"', '\\"'));
  return `"${lines.join('\\n')}"`;
}
