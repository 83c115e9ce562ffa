const LINE = /^(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(.*)$/;

/**
 * Parses `NAME=value` lines of shells and `.env` files: `export`, quotes, blank lines and `#` comments are understood, and
 * names become upper case. Returns null for any other line, and for a text without variables.
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
