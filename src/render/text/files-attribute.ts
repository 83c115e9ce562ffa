import type { AttributeChange, Change } from '../../plan/plan';
import { clusterQueries } from '../../resources/cluster';
import { contextFiles } from '../../resources/image/image';
import { fileChanges, filesText } from '../../values/file-changes';
import type { FileChange } from '../../values/file-changes';
import type { JsonObject } from '../../values/json';
import type { Changed } from './sides';

/** The attribute that holds files, path -> digest: a cluster's `.hx` files, an image's build context. It is shown by their count. */
export function filesAttribute({ kind }: Pick<Change, 'kind'>): string {
  return kind === 'image' ? 'context' : 'queries';
}

/** Returns the values without files, which are shown by their count. */
export function withoutFiles(change: Change, values: JsonObject): JsonObject {
  return filesCountText(change, values) === null
    ? values
    : Object.fromEntries(Object.entries(values).filter(([key]) => key !== filesAttribute(change)));
}

/** Returns `12 files`, or null where there are none. */
export function filesCountText(change: Change, values: JsonObject): string | null {
  const count = Object.keys(filesIn(change, values)).length;
  return count === 0 ? null : filesText(count);
}

/** Whether a changed attribute is the files, or one of them. */
export function isOfFiles(change: Change, { path, before, after }: AttributeChange): boolean {
  const name = filesAttribute(change);
  // Two digests are an ordinary change of a value.
  const isDigest = typeof before === 'string' && typeof after === 'string';
  return (path === name && !isDigest) || path.startsWith(`${name}.`);
}

/** Returns the files that differ, by name; none where one side knows only the digest of all. */
export function changedFilesOf(change: Changed): readonly FileChange[] {
  const sides = [change.before, change.after].map((values) => values[filesAttribute(change)]);
  if (sides.some((side) => typeof side === 'string')) return [];
  return fileChanges(filesIn(change, change.before), filesIn(change, change.after));
}

/** Returns the files; many of them are one digest, an ordinary value. */
function filesIn(change: Change, values: JsonObject): Readonly<Record<string, string>> {
  if (change.kind === 'cluster') return clusterQueries(change.address, values);
  return change.kind === 'image' ? contextFiles(change.address, values) : {};
}
