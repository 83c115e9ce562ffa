/** A node of a drawing, with the nodes that it needs. */
export interface GraphNode {
  readonly id: string;
  readonly label: string;
  readonly needs: readonly string[];
}

/** A node in its place. Lengths are in pixels. */
export interface PlacedNode<N extends GraphNode> {
  readonly node: N;
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

export interface Layout<N extends GraphNode> {
  readonly nodes: readonly PlacedNode<N>[];
  /** From what is needed to what needs it. */
  readonly edges: readonly { readonly from: PlacedNode<N>; readonly to: PlacedNode<N> }[];
  readonly width: number;
  readonly height: number;
}

export const NODE_HEIGHT = 28;
const ROW = 42;
const GAP = 56;
const MARGIN = 8;
/** The width of a character, and the room beside a label. */
const CHARACTER = 7.3;
const PADDING = 20;

/**
 * Places the nodes in columns, each to the right of all that it needs, and orders a column by the middle of its neighbours, so
 * that few lines cross.
 */
export function layoutOf<N extends GraphNode>(nodes: readonly N[]): Layout<N> {
  const columns = ordered(columnsOf(nodes));
  const placed = new Map<string, PlacedNode<N>>();
  const rows = Math.max(0, ...columns.map(({ length }) => length));
  let x = MARGIN;
  for (const column of columns) {
    const widest = Math.max(...column.map(({ label }) => label.length));
    const width = Math.round(widest * CHARACTER) + PADDING;
    const top = MARGIN + ((rows - column.length) * ROW) / 2;
    column.forEach((node, row) => placed.set(node.id, { node, x, y: top + row * ROW, width }));
    x += width + GAP;
  }
  const edges = [...placed.values()].flatMap((to) =>
    to.node.needs.flatMap((id) => {
      const from = placed.get(id);
      return from === undefined ? [] : [{ from, to }];
    }),
  );
  return {
    nodes: [...placed.values()],
    edges,
    width: Math.max(0, x - GAP + MARGIN),
    height: rows * ROW + 2 * MARGIN - (ROW - NODE_HEIGHT),
  };
}

/** Returns the nodes by their distance from what needs nothing, each column in the order of ids. */
function columnsOf<N extends GraphNode>(nodes: readonly N[]): N[][] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const depths = new Map<string, number>();
  const depthOf = (node: N): number => {
    const known = depths.get(node.id);
    if (known !== undefined) return known;
    // A circle, which no plan has, ends here.
    depths.set(node.id, 0);
    const below = node.needs.flatMap((id) => byId.get(id) ?? []).map(depthOf);
    const depth = below.length === 0 ? 0 : Math.max(...below) + 1;
    depths.set(node.id, depth);
    return depth;
  };
  const sorted = [...nodes].sort((a, b) => (a.id < b.id ? -1 : 1));
  const deepest = Math.max(0, ...sorted.map(depthOf));
  const columns = Array.from({ length: deepest + 1 }, (): N[] => []);
  for (const node of sorted) columns[depthOf(node)]?.push(node);
  return columns.filter(({ length }) => length > 0);
}

const SWEEPS = 4;

function ordered<N extends GraphNode>(columns: readonly N[][]): readonly (readonly N[])[] {
  const dependants = new Map<string, string[]>();
  for (const { id, needs } of columns.flat()) {
    for (const needed of needs) dependants.set(needed, [...(dependants.get(needed) ?? []), id]);
  }
  let sorted: readonly (readonly N[])[] = columns;
  for (let sweep = 0; sweep < SWEEPS; sweep += 1) {
    const rank = new Map(
      sorted.flatMap((column) => column.map(({ id }, row) => [id, row / column.length] as const)),
    );
    const middle = ({ id, needs }: N): number => {
      const neighbours = sweep % 2 === 0 ? needs : (dependants.get(id) ?? []);
      const ranks = neighbours.flatMap((one) => rank.get(one) ?? []);
      return ranks.length === 0
        ? (rank.get(id) ?? 0)
        : ranks.reduce((sum, one) => sum + one, 0) / ranks.length;
    };
    sorted = sorted.map((column) => [...column].sort((a, b) => middle(a) - middle(b)));
  }
  return sorted;
}
