import type { JsonObject } from '../../../values/json';

/** The state that Terraform keeps of one stack, read. */
export interface TerraformState {
  readonly text: string;
  readonly lineage: string;
  readonly serial: number;
  /** What exists, by address; what was only begun is not among it. */
  readonly objects: ReadonlyMap<string, TerraformObject>;
}

/** A managed object, as Terraform last saw it. */
export interface TerraformObject {
  readonly attributes: JsonObject;
  /** Terraform would make it anew: its creation did not end well. */
  readonly tainted: boolean;
}

interface StateDocument {
  readonly version?: unknown;
  readonly lineage?: unknown;
  readonly serial?: unknown;
  readonly resources?: readonly {
    readonly mode?: string;
    readonly type?: string;
    readonly name?: string;
    readonly instances?: readonly {
      readonly status?: string;
      readonly deposed?: string;
      readonly attributes?: JsonObject;
    }[];
  }[];
}

/** Reads a state. null when the text is none: empty and torn files are what a killed Terraform leaves. */
export function readTerraformState(text: string | null): TerraformState | null {
  if (text === null || text.trim() === '') return null;
  let document: StateDocument;
  try {
    document = Object(JSON.parse(text)) as StateDocument;
  } catch {
    return null;
  }
  const { version, lineage, serial, resources = [] } = document;
  if (version !== 4 || typeof lineage !== 'string' || typeof serial !== 'number') return null;
  const objects = new Map<string, TerraformObject>();
  for (const { mode, type = '', name = '', instances = [] } of resources) {
    const current = instances.find(({ deposed }) => deposed === undefined);
    if (mode !== 'managed' || current === undefined) continue;
    objects.set(`${type}.${name}`, {
      attributes: current.attributes ?? {},
      tainted: current.status === 'tainted',
    });
  }
  return { text, lineage, serial, objects };
}

/** The newest of several states that can be read. Those of another lineage than the first good one are left out. */
export function newestState(candidates: readonly (string | null)[]): TerraformState | null {
  const good = candidates.flatMap((text) => readTerraformState(text) ?? []);
  const [first] = good;
  if (first === undefined) return null;
  return good
    .filter(({ lineage }) => lineage === first.lineage)
    .reduce((newest, state) => (state.serial > newest.serial ? state : newest), first);
}
