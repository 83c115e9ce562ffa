const LABEL = /^[a-z0-9_-]{0,63}$/;

/** Returns the problem of labels, which are the same for all of Google's APIs; null if there is none. */
export function problemOfLabels(labels: Readonly<Record<string, string>>): string | null {
  const entries = Object.entries(labels);
  if (entries.length > 64) return 'at most 64 labels are allowed';
  const bad = entries.find(([key, value]) => !/^[a-z]/.test(key) || !LABEL.test(key) || !LABEL.test(value));
  if (bad === undefined) return null;
  return `label ${bad[0]}=${bad[1]}: only lowercase letters, digits, underscores and dashes are allowed, at most 63, and a key starts with a letter`;
}
