/** The content of a credentials file; null for a missing entry. */
export interface CredentialsText {
  readonly userId: string | null;
  readonly key: string | null;
}

const USER_ID = 'helix_user_id';
const USER_KEY = 'helix_user_key';

/** Reads `name=value` lines. Comments, blank lines and unknown names are ignored; the last line of a name wins. */
export function parseCredentials(text: string): CredentialsText {
  let userId: string | null = null;
  let key: string | null = null;
  for (const line of text.split(/\r?\n/)) {
    const value = line.slice(line.indexOf('=') + 1).trim();
    if (value === '') continue;
    if (nameOf(line) === USER_ID) userId = value;
    if (nameOf(line) === USER_KEY) key = value;
  }
  return { userId, key };
}

/** The text with these credentials in it: where they stood before, or at the end. All other lines stay as they are. */
export function withCredentials(text: string, credentials: { userId: string; key: string }): string {
  let rewritten = withLine(text, USER_ID, credentials.userId);
  rewritten = withLine(rewritten, USER_KEY, credentials.key);
  return rewritten;
}

/** The text without credentials. */
export function withoutCredentials(text: string): string {
  return linesOf(text)
    .filter((line) => nameOf(line) !== USER_ID && nameOf(line) !== USER_KEY)
    .map((line) => `${line}\n`)
    .join('');
}

function withLine(text: string, name: string, value: string): string {
  const kept: string[] = [];
  let place = -1;
  for (const line of linesOf(text)) {
    if (nameOf(line) !== name) kept.push(line);
    else if (place < 0) place = kept.length;
  }
  kept.splice(place < 0 ? kept.length : place, 0, `${name}=${value}`);
  return kept.map((line) => `${line}\n`).join('');
}

function linesOf(text: string): string[] {
  const lines = text.split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

function nameOf(line: string): string | null {
  const at = line.indexOf('=');
  return at < 0 || line.trimStart().startsWith('#') ? null : line.slice(0, at).trim();
}
