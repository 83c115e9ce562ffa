import { fileChanges, fileChangesText } from '../values/file-changes';
import type { Files } from '../values/file-changes';
import { isObject } from '../values/is-object';
import type { Json } from '../values/json';
import type { Difference } from './attributes';

/** Returns a difference for a message: `size small -> medium`, `queries: 1 file changed: a.hx`. */
export function differenceText({ path, before, after }: Difference): string {
  const files = filesIn({ path, before, after });
  return files === null ? `${path} ${shortText(before)} -> ${shortText(after)}` : `${path}: ${files}`;
}

/** Returns the files that differ, where the difference is one of files: maps of path to digest. */
export function filesIn({ path, before, after }: Difference): string | null {
  const isOfFiles = path === 'queries' || (path === 'context' && isObject(before) && isObject(after));
  return isOfFiles ? fileChangesText(fileChanges(asFiles(before), asFiles(after))) : null;
}

const LONGEST = 60;

/** Returns a value on one line, as short as it tells it from others. */
export function shortText(value: Json | undefined): string {
  const text = fullText(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 3)}...` : text;
}

function fullText(value: Json | undefined): string {
  if (value === undefined || value === null) return '(none)';
  // 12 of the 64 hex digits are enough to tell digests apart.
  if (typeof value === 'string') return value.replace(/([0-9a-f]{12})[0-9a-f]{52}\b/g, '$1...');
  if (typeof value !== 'object') return String(value);
  if (isList(value)) return `[${value.map(fullText).join(', ')}]`;
  return Object.entries(value)
    .map(([key, member]) => `${key}: ${fullText(member)}`)
    .join(', ');
}

function asFiles(value: Json | undefined): Files {
  return isObject(value) ? (value as Files) : {};
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
