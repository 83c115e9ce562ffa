/** Stands for a secret in a text that came back from a server. */
export const MASK = '***';

/** Returns the text without the secrets, also where it holds them escaped for JSON or for a URL. */
export function masked(text: string, secrets: readonly string[]): string {
  return secrets.flatMap(spellings).reduce((safe, secret) => safe.replaceAll(secret, MASK), text);
}

/** Returns the JSON text without the secrets, in whatever way it escapes them. */
export function maskedJson(text: string, secrets: readonly string[]): string {
  const safe = masked(text, secrets);
  if (secrets.length === 0 || !safe.includes('\\u')) return safe;
  try {
    const value: unknown = JSON.parse(safe);
    return JSON.stringify(value, (_key, member: unknown) =>
      typeof member === 'string' ? masked(member, secrets) : member,
    );
  } catch {
    return safe;
  }
}

/** Masks the secrets in a stream of text, also where one is cut between two pieces. */
export function maskStream(secrets: readonly string[]): TransformStream<Uint8Array, Uint8Array> {
  const decoder = new TextDecoder();
  const encoder = new TextEncoder();
  const known = secrets.flatMap(spellings);
  let held = '';
  return new TransformStream({
    transform(piece, controller) {
      const text = masked(held + decoder.decode(piece, { stream: true }), secrets);
      const cut = text.length - beginningAtEnd(text, known);
      held = text.slice(cut);
      if (cut > 0) controller.enqueue(encoder.encode(text.slice(0, cut)));
    },
    flush(controller) {
      controller.enqueue(encoder.encode(held + decoder.decode()));
    },
  });
}

/** Returns the length of the longest end of the text with which a secret may begin. */
function beginningAtEnd(text: string, secrets: readonly string[]): number {
  const longest = Math.max(0, ...secrets.map(({ length }) => length - 1));
  for (let length = Math.min(longest, text.length); length > 0; length -= 1) {
    const end = text.slice(-length);
    if (secrets.some((secret) => secret.startsWith(end))) return length;
  }
  return 0;
}

function spellings(secret: string): readonly string[] {
  if (secret === '') return [];
  const all = [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)];
  // The longest first: a shorter one may be a part of it.
  return [...new Set(all)].sort((a, b) => b.length - a.length);
}
