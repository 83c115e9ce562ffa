import type { DesiredState } from '../../graph/desired-state';
import { printable } from '../../values/printable';
import { graphOf } from './graph';

/** Renders the desired state as a Mermaid flowchart, with the nodes and edges of the DOT drawing. */
export function renderMermaid(desired: DesiredState): string {
  const { nodes, edges } = graphOf(desired);
  // Mermaid reserves some words, so nodes are numbered instead of named.
  const ids = new Map(nodes.map(({ id }, index) => [id, `n${index}`]));
  return [
    'flowchart LR',
    ...nodes.map(({ id, label, isPolicy }) => {
      const [open, close] = isPolicy ? ['([', '])'] : ['[', ']'];
      return `  ${ids.get(id) ?? ''}${open}"${escaped(label)}"${close}`;
    }),
    ...edges.flatMap(({ from, to, label }) => {
      const [source, target] = [ids.get(from), ids.get(to)];
      if (source === undefined || target === undefined) return [];
      return [label === null ? `  ${source} --> ${target}` : `  ${source} -. ${label} .-> ${target}`];
    }),
    '',
  ].join('\n');
}

/** Everything that Mermaid, Markdown or HTML could read as markup becomes an entity code. */
function escaped(label: string): string {
  return label
    .split('\n')
    .map((line) =>
      printable(line).replace(/[^\p{L}\p{N} ._/:-]/gu, (character) => `#${character.codePointAt(0) ?? 0};`),
    )
    .join('<br/>');
}
