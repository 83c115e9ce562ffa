import { cloudNamed } from '../clouds';
import type { DbConfig, EnvVar } from '../config/config';
import type { JsonObject } from '../values/json';
import { fingerprint } from '../values/fingerprint';

/** Returns engine settings in the words of the Helix Cloud API, in the order of the canonical text: there are many of them. */
export function dbConfigInputs(db: DbConfig): JsonObject {
  const known = KNOWN.get(db);
  if (known !== undefined) return known;
  const inputs = {
    bm25: db.bm25,
    embedding_model: db.embeddingModel,
    graph_config: { secondary_indices: db.secondaryIndices },
    graphvis_node_label: db.graphvisNodeLabel,
    mcp: db.mcp,
    vector_config: {
      db_max_size_gb: db.vectorConfig.dbMaxSizeGb,
      ef_construction: db.vectorConfig.efConstruction,
      ef_search: db.vectorConfig.efSearch,
      m: db.vectorConfig.m,
    },
  };
  KNOWN.set(db, inputs);
  return inputs;
}

/** Most tables have no settings of their own, and share one value: 100,000 clusters must not hold a copy each. */
const KNOWN = new WeakMap<DbConfig, JsonObject>();

/** Returns variables as they may be recorded: references as they are, a likely secret only as a fingerprint. */
export function envInputs(variables: readonly EnvVar[]): Readonly<Record<string, string>> {
  return Object.fromEntries(variables.map((variable) => [variable.name, envInput(variable)]));
}

function envInput(variable: EnvVar): string {
  switch (variable.type) {
    case 'reference':
      return `env:${variable.variable}`;
    case 'literal':
      return variable.secret
        ? `secret:${fingerprint(variable.name, variable.value)}`
        : `literal:${variable.value}`;
  }
}

/** Returns the revision of the lowering to Terraform; null where there is none. A plan shows when it differs. */
export function loweringOf(provider: string): number | null {
  return cloudNamed(provider)?.lowering?.revision ?? null;
}
