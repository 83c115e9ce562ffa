import type { Json, JsonObject } from '../../../values/json';

/** Terraform's state of one stack. */
export interface TerraformState {
  readonly text: string;
  readonly lineage: string;
  readonly serial: number;
  /** The objects that exist, by address. */
  readonly objects: ReadonlyMap<string, TerraformObject>;
}

/** A managed object, as Terraform last read it. */
export interface TerraformObject {
  /** The attribute `id`, which every provider gives; null if this one did not. */
  readonly id: string | null;
  readonly attributes: JsonObject;
  /** Its creation failed half-way: Terraform would replace it. */
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
      readonly attributes?: JsonObject & { readonly id?: Json };
    }[];
  }[];
}

/** Reads a state; null if the text is not valid: a killed Terraform leaves empty and torn files. */
export function readTerraformState(written: string | null): TerraformState | null {
  if (written === null || written.trim() === '') return null;
  const text = withTerraformsRegistry(written);
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
    const id = current.attributes?.id;
    objects.set(`${type}.${name}`, {
      id: typeof id === 'string' ? id : null,
      attributes: current.attributes ?? {},
      tainted: current.status === 'tainted',
    });
  }
  return { text, lineage, serial, objects };
}

/**
 * A state in which providers have the addresses that Terraform gives them. OpenTofu takes those for its own, while Terraform
 * would look for the providers of OpenTofu's registry: so each continues from the state of the other.
 */
function withTerraformsRegistry(text: string): string {
  return text.replace(/("provider": ?"provider\[\\")registry\.opentofu\.org\//g, '$1registry.terraform.io/');
}

/** The newest of several states. Invalid ones are skipped, and those of another lineage than the first valid one. */
export function newestState(candidates: readonly (string | null)[]): TerraformState | null {
  const valid = candidates.flatMap((text) => readTerraformState(text) ?? []);
  const [first] = valid;
  if (first === undefined) return null;
  return valid
    .filter(({ lineage }) => lineage === first.lineage)
    .reduce((newest, state) => (state.serial > newest.serial ? state : newest), first);
}
