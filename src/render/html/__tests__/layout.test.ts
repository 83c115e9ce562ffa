import fc from 'fast-check';
import { layoutOf, NODE_HEIGHT } from '../graph/layout';

const node = (id: string, ...needs: readonly string[]) => ({ id, label: id, needs });

test('a node stands to the right of all that it needs', () => {
  const { nodes, edges } = layoutOf([node('c', 'a', 'b'), node('b', 'a'), node('a')]);
  expect(nodes.map(({ node: { id } }) => id)).toEqual(['a', 'b', 'c']);
  expect(edges.map(({ from, to }) => `${from.node.id}-${to.node.id}`).sort()).toEqual(['a-b', 'a-c', 'b-c']);
  for (const { from, to } of edges) expect(from.x + from.width).toBeLessThan(to.x);
});

test('an edge to a node that is not drawn is left out', () => {
  expect(layoutOf([node('a', 'elsewhere')]).edges).toEqual([]);
});

test('nodes with two needs each are ordered so that no lines cross', () => {
  const { nodes } = layoutOf([node('a'), node('b'), node('x', 'b'), node('y', 'a')]);
  const rowOf = (id: string) => nodes.find((placed) => placed.node.id === id)?.y ?? 0;
  expect(Math.sign(rowOf('x') - rowOf('y'))).toBe(Math.sign(rowOf('b') - rowOf('a')));
});

test('no two boxes overlap, and all are inside the drawing, whatever needs what', () => {
  const graphs = fc.array(fc.array(fc.nat(9), { maxLength: 3 }), { maxLength: 10 }).map((needs) =>
    // Also circles, which no plan has: they must end.
    needs.map((ids, index) => node(`n${index}`, ...ids.map((id) => `n${id}`))),
  );
  fc.assert(
    fc.property(graphs, (graph) => {
      const { nodes, width, height } = layoutOf(graph);
      expect(nodes).toHaveLength(graph.length);
      for (const a of nodes) {
        expect(a.x + a.width <= width && a.y >= 0 && a.y + NODE_HEIGHT <= height).toBe(true);
        const over = nodes.filter(
          (b) => b !== a && Math.abs(a.y - b.y) < NODE_HEIGHT && a.x < b.x + b.width && b.x < a.x + a.width,
        );
        expect(over).toEqual([]);
      }
    }),
  );
});
