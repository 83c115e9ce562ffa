import type { Change, KeptResource, Plan } from '../../../plan/plan';
import { shortened } from '../../markdown/inert';
import { printable } from '../../../values/printable';
import type { Markup } from '../markup';
import { markup, NOTHING } from '../markup';
import { layoutOf, NODE_HEIGHT } from './layout';
import type { GraphNode, Layout, PlacedNode } from './layout';

interface Node extends GraphNode {
  readonly action: (Change | KeptResource)['action'];
}

/** The nodes that one drawing can show. */
const DRAWN = 120;
const LONGEST_LABEL = 40;

/** Renders the resources that need one another, or are needed, as a drawing. */
export function graphSection(plan: Plan): Markup {
  const linked = linkedNodes(plan);
  if (linked.length === 0) return NOTHING;
  const drawn = linked.slice(0, DRAWN);
  const more = linked.length - drawn.length;
  return markup`<section id=graph><h2>Dependencies</h2><p>A line leads from a resource to what needs it.${
    more > 0 ? ` ${more} more resources are not drawn.` : ''
  }</p><div class=wide tabindex=0 role=region aria-label="Drawing of the dependencies">${drawing(layoutOf(drawn))}</div></section>`;
}

/** Returns the nodes with an edge; those that change first, since not all may have room. */
function linkedNodes({ changes, kept, unsupported }: Plan): readonly Node[] {
  const entries = [...changes, ...unsupported, ...kept];
  const present = new Set(entries.map(({ address }) => address));
  const linked = new Set<string>();
  for (const { address, dependsOn } of entries) {
    for (const needed of dependsOn) if (present.has(needed)) linked.add(needed).add(address);
  }
  return entries
    .filter(({ address }) => linked.has(address))
    .map(({ address, action, dependsOn }) => ({
      id: address,
      label: shortened(printable(address), LONGEST_LABEL),
      needs: dependsOn,
      action,
    }));
}

function drawing({ nodes, edges, width, height }: Layout<Node>): Markup {
  return markup`<svg viewBox="0 0 ${width} ${height}" width=${width} height=${height} role=img aria-label="Dependencies"><defs><marker id=tip viewBox="0 0 8 8" refX=7 refY=4 markerWidth=7 markerHeight=7 orient=auto><path d="M0 0L8 4L0 8z"/></marker></defs>${edges.map(
    ({ from, to }) => markup`<path class=edge d="${curve(from, to)}"/>`,
  )}${nodes.map(box)}</svg>`;
}

function curve(from: PlacedNode<Node>, to: PlacedNode<Node>): string {
  const [x1, y1] = [from.x + from.width, from.y + NODE_HEIGHT / 2];
  const [x2, y2] = [to.x - 1, to.y + NODE_HEIGHT / 2];
  const middle = (x1 + x2) / 2;
  return `M${x1} ${y1}C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}`;
}

function box({ node, x, y, width }: PlacedNode<Node>): Markup {
  return markup`<g class="node ${node.action}"><title>${node.id}: ${node.action}</title><rect x=${x} y=${y} width=${width} height=${NODE_HEIGHT} rx=5 /><text x=${x + 10} y=${y + 18}>${node.label}</text></g>`;
}
