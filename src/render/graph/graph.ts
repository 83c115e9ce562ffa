import type { DesiredState } from '../../graph/desired-state';
import { formatDuration } from '../../values/time/duration';

/** The nodes and edges that both drawings show. */
export interface Graph {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}

interface GraphNode {
  readonly id: string;
  /** Lines, separated by line feeds. */
  readonly label: string;
  readonly isPolicy: boolean;
}

interface GraphEdge {
  readonly from: string;
  readonly to: string;
  readonly label: string | null;
}

/** Nodes and edges ordered by address, so that equal states give equal text. */
export function graphOf({ resources, ttlPolicies }: DesiredState): Graph {
  const nodes = [
    ...resources.map(({ address, provider, region }) => ({
      id: address,
      label: `${address}\n${[provider, region].filter((part) => part !== null).join(' ')}`,
      isPolicy: false,
    })),
    ...ttlPolicies.map(({ address, seconds }) => ({
      id: address,
      label: `${address}\n${formatDuration(seconds)}`,
      isPolicy: true,
    })),
  ];
  const edges = [
    ...resources.flatMap(({ address, dependsOn }) =>
      dependsOn.map((needed) => ({ from: address, to: needed, label: null })),
    ),
    ...ttlPolicies.map(({ address, target }) => ({ from: address, to: target, label: 'ends' })),
  ];
  return {
    nodes: nodes.sort((a, b) => order(a.id, b.id)),
    edges: edges.sort((a, b) => order(a.from, b.from) || order(a.to, b.to)),
  };
}

/** By code unit: the same on every machine, whatever its locale. */
function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
