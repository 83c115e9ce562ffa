import type { Json, JsonObject } from '../src/values/json';
import type { Lowered, TerraformAddress } from './lowered';
import { helixExpiresAt, helixImage, helixOp } from './template';

/** Keys of a block that have no effect on an existing resource. */
const META_ARGUMENTS = new Set(['depends_on', 'lifecycle']);

/** The attributes of each managed resource, in which known values replace references. */
export function resolvedBlocks(lowered: Lowered): Record<TerraformAddress, JsonObject> {
  const { resources, helixAddress, op, expiresAt, image } = lowered;
  const known = (text: string): Json => {
    const reference = /^\$\{(\w+\.[\w-]+)\.(\w+)\}$/.exec(text);
    const [, address = '', attribute = ''] = reference ?? [];
    return resources[address]?.[attribute] ?? text;
  };
  const resolved = (value: Json): Json => {
    if (typeof value === 'string') {
      const text = value
        .replaceAll(helixOp(helixAddress), op)
        .replaceAll(helixExpiresAt(helixAddress), expiresAt ?? '')
        .replaceAll(helixImage(helixAddress), image ?? '');
      return known(text);
    }
    if (value === null || typeof value !== 'object') return value;
    if (Array.isArray(value)) return (value as readonly Json[]).map(resolved);
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, resolved(one)]));
  };
  return Object.fromEntries(
    Object.entries(resources).map(([address, block]) => {
      const { lifecycle } = block;
      const attributes = Object.entries(block).filter(
        ([key]) => !META_ARGUMENTS.has(key) && !isIgnored(lifecycle, key),
      );
      return [address, resolved(Object.fromEntries(attributes)) as JsonObject];
    }),
  );
}

function isIgnored(lifecycle: Json | undefined, key: string): boolean {
  if (typeof lifecycle !== 'object' || lifecycle === null || !('ignore_changes' in lifecycle)) return false;
  const { ignore_changes: ignored } = lifecycle;
  return Array.isArray(ignored) && ignored.includes(key);
}
