import type { DbConfig } from '../config';
import type { GraphConfig, VectorConfig } from '../generated/helix';

interface DbKeys {
  readonly vector_config?: VectorConfig;
  readonly graph_config?: GraphConfig;
  readonly mcp?: boolean;
  readonly bm25?: boolean;
  readonly embedding_model?: string;
  readonly graphvis_node_label?: string;
}

const KEYS = ['vector_config', 'graph_config', 'mcp', 'bm25', 'embedding_model', 'graphvis_node_label'];

/** Reads the database settings of an instance table, with the defaults of the HelixDB CLI. */
export function readDbConfig(table: DbKeys): DbConfig {
  // One shared value for all tables without settings.
  return KEYS.some((key) => Object.hasOwn(table, key)) ? written(table) : DEFAULTS;
}

function written(table: DbKeys): DbConfig {
  const vector = table.vector_config ?? {};
  return {
    bm25: table.bm25 ?? true,
    embeddingModel: table.embedding_model ?? 'text-embedding-ada-002',
    graphvisNodeLabel: table.graphvis_node_label ?? null,
    mcp: table.mcp ?? true,
    secondaryIndices: table.graph_config?.secondary_indices ?? [],
    vectorConfig: {
      dbMaxSizeGb: vector.db_max_size_gb ?? 20,
      efConstruction: vector.ef_construction ?? 128,
      efSearch: vector.ef_search ?? 768,
      m: vector.m ?? 16,
    },
  };
}

const DEFAULTS = written({});
