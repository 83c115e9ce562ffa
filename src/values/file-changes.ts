/** Files by their paths, each with the digest of its content. */
export type Files = Readonly<Record<string, string>>;

/** A file that differs. */
export interface FileChange {
  readonly file: string;
  readonly what: 'changed' | 'added' | 'removed';
}

/** Returns the files that differ, by name. */
export function fileChanges(before: Files, after: Files): readonly FileChange[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return names.flatMap((file): readonly FileChange[] => {
    if (before[file] === after[file]) return [];
    if (before[file] === undefined) return [{ file, what: 'added' }];
    return [{ file, what: after[file] === undefined ? 'removed' : 'changed' }];
  });
}

/** The number of files of a kind that are named. */
const NAMED = 5;

/** Returns `1 file changed: a.hx; 2 files added: b.hx, c.hx`; null where no file differs. */
export function fileChangesText(changes: readonly FileChange[]): string | null {
  const parts = (['changed', 'added', 'removed'] as const).flatMap((kind) => {
    const names = changes.flatMap(({ file, what }) => (what === kind ? [file] : []));
    if (names.length === 0) return [];
    const more = names.length > NAMED ? ` and ${names.length - NAMED} more` : '';
    return [`${filesText(names.length)} ${kind}: ${names.slice(0, NAMED).join(', ')}${more}`];
  });
  return parts.length === 0 ? null : parts.join('; ');
}

/** Returns `12 files`. */
export function filesText(count: number): string {
  return count === 1 ? '1 file' : `${count} files`;
}
