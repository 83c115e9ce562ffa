/** The content of a section of a credentials file; null for a missing entry. */
export interface CredentialsText {
  readonly userId: string | null;
  readonly key: string | null;
}

/** The name of a section; null: the lines before the first one. */
export type Profile = string | null;

const USER_ID = 'helix_user_id';
const USER_KEY = 'helix_user_key';

/** Reads `name=value` lines. Comments, blank lines and unknown names are ignored; the last line of a name wins. */
export function parseCredentials(text: string, profile: Profile): CredentialsText {
  let userId: string | null = null;
  let key: string | null = null;
  for (const { line, section } of linesOf(text)) {
    if (section !== profile) continue;
    const value = line.slice(line.indexOf('=') + 1).trim();
    if (value === '') continue;
    if (nameOf(line) === USER_ID) userId = value;
    if (nameOf(line) === USER_KEY) key = value;
  }
  return { userId, key };
}

/** Returns the names of the sections, each once. */
export function profilesIn(text: string): readonly string[] {
  const names = linesOf(text).flatMap(({ section }) => section ?? []);
  return [...new Set(names)];
}

/** The text with these credentials in their section: where they stood before, or at its end. All other lines stay. */
export function withCredentials(
  text: string,
  profile: Profile,
  credentials: { readonly userId: string; readonly key: string },
): string {
  const lines = linesOf(text);
  if (profile !== null && !profilesIn(text).includes(profile)) {
    if (lines.length > 0) lines.push({ line: '', section: lines.at(-1)?.section ?? null });
    lines.push({ line: `[${profile}]`, section: profile });
  }
  const named = withLine(lines, profile, USER_ID, credentials.userId);
  return textOf(withLine(named, profile, USER_KEY, credentials.key));
}

/** The text without the credentials of a section, and without its heading where nothing else is below it. */
export function withoutCredentials(text: string, profile: Profile): string {
  const kept = linesOf(text).filter(
    ({ line, section }) => section !== profile || ![USER_ID, USER_KEY].includes(nameOf(line) ?? ''),
  );
  const isEmpty = kept.every(
    ({ line, section }) => section !== profile || line.trim() === '' || headingOf(line) !== undefined,
  );
  return textOf(profile !== null && isEmpty ? kept.filter(({ section }) => section !== profile) : kept);
}

interface Line {
  readonly line: string;
  readonly section: Profile;
}

function withLine(lines: readonly Line[], section: Profile, name: string, value: string): Line[] {
  const isIt = (one: Line) => one.section === section && nameOf(one.line) === name;
  const place = lines.findIndex(isIt);
  const at = place < 0 ? endOf(lines, section) : place;
  const kept = (part: readonly Line[]) => part.filter((one) => !isIt(one));
  return [...kept(lines.slice(0, at)), { line: `${name}=${value}`, section }, ...kept(lines.slice(at))];
}

/** Returns the index behind the last line of a section that is not blank. */
function endOf(lines: readonly Line[], section: Profile): number {
  return lines.findLastIndex((one) => one.section === section && one.line.trim() !== '') + 1;
}

function textOf(lines: readonly Line[]): string {
  return lines.map(({ line }) => `${line}\n`).join('');
}

function linesOf(text: string): Line[] {
  const lines = text.split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  let section: Profile = null;
  return lines.map((line) => {
    section = headingOf(line) ?? section;
    return { line, section };
  });
}

function headingOf(line: string): string | undefined {
  return /^\s*\[([^\]]*)\]\s*$/.exec(line)?.[1]?.trim();
}

function nameOf(line: string): string | null {
  const at = line.indexOf('=');
  return at < 0 || line.trimStart().startsWith('#') ? null : line.slice(0, at).trim();
}
