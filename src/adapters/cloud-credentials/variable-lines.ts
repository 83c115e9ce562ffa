const LINE = /^(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(.*)$/;

/**
 * `NAME=value` lines, as shells and `.env` files have them: `export`, quotes, blank lines and `#` comments are understood,
 * and names are written large. null when there is another line among them, or none at all.
 */
export function variableLines(text: string): Record<string, string> | null {
  const found: Record<string, string> = {};
  for (const line of text.split(/\r?\n/).map((raw) => raw.trim())) {
    if (line === '' || line.startsWith('#')) continue;
    const [, name, value] = LINE.exec(line) ?? [];
    if (name === undefined || value === undefined) return null;
    if (value !== '') found[name.toUpperCase()] = unquoted(value);
  }
  return Object.keys(found).length === 0 ? null : found;
}

function unquoted(value: string): string {
  const [, , inside] = /^(["'])(.*)\1$/.exec(value) ?? [];
  return inside ?? value;
}
