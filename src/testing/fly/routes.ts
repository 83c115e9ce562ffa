import document from '../../../schemas/fly-machines.openapi.json';

interface Route {
  readonly method: string;
  readonly pattern: RegExp;
  readonly names: readonly string[];
  readonly operation: string;
}

const ROUTES: readonly Route[] = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods as Record<string, { operationId: string }>).map(([method, { operationId }]) => ({
    method: method.toUpperCase(),
    pattern: new RegExp(`^${path.replaceAll(/\{\w+\}/g, '([^/]+)')}$`),
    names: [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name),
    operation: operationId,
  })),
);

/** Finds the call of a request, with the values of its path. */
export function findRoute(
  method: string,
  path: string,
): { readonly operation: string; readonly params: Readonly<Record<string, string>> } | null {
  for (const { method: own, pattern, names, operation } of ROUTES) {
    const found = own === method ? pattern.exec(path) : null;
    if (found === null) continue;
    const values = found.slice(1).map(decodeURIComponent);
    return { operation, params: Object.fromEntries(names.map((name, at) => [name, values[at] ?? ''])) };
  }
  return null;
}
