import type { Json, JsonObject } from '../../../../src/values/json';

/** A resource of Azure Resource Manager as a PUT has left it, with what Azure adds. */
export interface ArmResource {
  readonly id: string;
  readonly name: string;
  /** `Microsoft.Compute/virtualMachines` */
  readonly type: string;
  readonly body: JsonObject;
}

/** The resources of a subscription, by ARM id: the case of its letters does not matter. */
export class ArmStore {
  readonly #resources = new Map<string, ArmResource>();

  get(id: string): ArmResource | undefined {
    return this.#resources.get(id.toLowerCase());
  }

  put(resource: ArmResource): void {
    this.#resources.set(resource.id.toLowerCase(), resource);
  }

  /** Deletes a resource with all that lies in it. */
  delete(id: string): void {
    const prefix = id.toLowerCase();
    for (const key of this.#resources.keys()) {
      if (key === prefix || key.startsWith(`${prefix}/`)) this.#resources.delete(key);
    }
  }

  /** Returns all resources, or those of a type. */
  list(type?: string): readonly ArmResource[] {
    const all = [...this.#resources.values()];
    return type === undefined ? all : all.filter((one) => one.type.toLowerCase() === type.toLowerCase());
  }
}

/** Reads a value in a body by its dotted path; undefined where there is none. */
export function valueAt(body: Json | undefined, path: string): Json | undefined {
  return path
    .split('.')
    .reduce<Json | undefined>(
      (value, key) => (value as Record<string, Json> | null | undefined)?.[key],
      body,
    );
}

/** Reads the objects of a list in a body. */
export function objectsAt(body: Json | undefined, path: string): readonly JsonObject[] {
  const found = valueAt(body, path);
  return Array.isArray(found) ? (found as readonly JsonObject[]) : [];
}

/** Reads a text in a body; empty where there is none. */
export function textAt(body: Json | undefined, path: string): string {
  const found = valueAt(body, path);
  return typeof found === 'string' ? found : '';
}
