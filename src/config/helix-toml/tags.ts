import type { TomlDocument } from '../text/document';
import type { TomlPath } from '../text/table-headers';
import type { ProblemList } from '../validation/problems';

export type Tags = Readonly<Record<string, string>>;

/** The number of tags of one resource; clouds allow at least 50, and Helix needs some. */
const MOST = 40;

/** Reads the tags of a table, on top of those of `[defaults]`. */
export function readTags(
  document: TomlDocument,
  path: TomlPath,
  written: Tags | undefined,
  defaults: Tags,
  problems: ProblemList,
): Tags {
  if (written === undefined) return defaults;
  const tags = { ...defaults, ...written };
  const place = () => document.place([...path, 'tags'], 'value');
  if (Object.keys(tags).length > MOST) {
    problems.error({
      code: 'too-many-tags',
      message: `\`${path.join('.')}\` has ${Object.keys(tags).length} tags with those of \`[defaults]\`.`,
      hint: `A resource has at most ${MOST}.`,
      place,
    });
  }
  const [first, second] = ambiguousNames(Object.keys(tags)) ?? [];
  if (first !== undefined) {
    problems.error({
      code: 'ambiguous-tags',
      message: `The tags \`${first}\` and \`${second}\` of \`${path.join('.')}\` are one in some clouds.`,
      hint: 'Give them names that differ in more than upper case and punctuation.',
      place,
    });
  }
  return tags;
}

/** Returns two names that a cloud without upper case and without some of the characters would not tell apart. */
function ambiguousNames(names: readonly string[]): readonly [string, string] | undefined {
  const known = new Map<string, string>();
  for (const name of names) {
    const plain = name.toLowerCase().replaceAll(/[^a-z0-9_]/g, '-');
    const other = known.get(plain);
    if (other !== undefined) return [other, name];
    known.set(plain, name);
  }
  return undefined;
}
