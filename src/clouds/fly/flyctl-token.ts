/** Returns the token in the file of flyctl, which has one key a line; null without one. */
export function flyctlToken(text: string): string | null {
  const [, written = ''] = /^access_token:[ \t]*([^\n]*)$/m.exec(text) ?? [];
  const token = written.trim().replace(/^(["'])(.*)\1$/, '$2');
  return token === '' ? null : token;
}
