/** The way in which a registry wants to be signed in to. */
export type Challenge =
  | { readonly type: 'basic' }
  | {
      readonly type: 'bearer';
      /** The URL that gives tokens. */
      readonly realm: string;
      readonly service: string | null;
    };

/** Reads `WWW-Authenticate`; prefers tokens where both are offered. Returns null where it offers neither. */
export function challengeIn(header: string | null): Challenge | null {
  const text = header ?? '';
  const bearer = /(?:^|,)\s*bearer\s+(.*)$/is.exec(text)?.[1];
  if (bearer !== undefined) {
    const values = parametersIn(bearer);
    const realm = values.get('realm');
    if (realm !== undefined) {
      return { type: 'bearer', realm, service: values.get('service') ?? null };
    }
  }
  return /(?:^|,)\s*basic(\s|$)/i.test(text) ? { type: 'basic' } : null;
}

function parametersIn(text: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [, name = '', quoted, plain] of text.matchAll(/([A-Za-z_]+)\s*=\s*(?:"([^"]*)"|([^\s",]+))/g)) {
    const key = name.toLowerCase();
    if (!found.has(key)) found.set(key, quoted ?? plain ?? '');
  }
  return found;
}
