import type { AttributeChange, Change } from '../../plan/plan';
import { clusterQueries } from '../../resources/cluster';
import { contextFiles } from '../../resources/image/image';
import { secretDelivery } from '../../resources/secrets/delivery';
import { fileChanges, fileChangesText, filesText } from '../../values/file-changes';
import type { FileChange } from '../../values/file-changes';
import type { SecretChange } from '../../resources/secrets/digests';
import type { Json, JsonObject } from '../../values/json';
import { UNKNOWN } from '../../values/unknown';
import type { ResourceKind } from '../../values/resource';
import { leavesOf } from '../flatten';
import type { Line } from '../lines';
import { toned, widthOf, withNote } from '../lines';
import type { Columns, PlanView } from './columns';
import { attributeLine, attributeLines } from './columns';
import { isMultiLine, valueText } from './value-text';
import { structuredPatch } from 'diff';

/** The attribute that holds files, path -> digest: a cluster's `.hx` files, an image's build context. It is shown by their count. */
export function filesAttribute({ kind }: Pick<Change, 'kind'>): string {
  return kind === 'image' ? 'context' : 'queries';
}

/** Renders the attributes of a change that differ; with `full` also the others. */
export function attributeSection(change: Change, columns: Columns, view: PlanView): readonly Line[] {
  switch (change.action) {
    case 'create':
    case 'read':
      return valueLines(change, change.after, view.full ? null : BRIEF[change.kind], columns);
    case 'delete':
      return view.full ? valueLines(change, change.before, null, columns) : [];
    case 'update':
    case 'replace':
      return [
        ...change.attributes
          .filter((attribute) => !isOfFiles(change, attribute))
          .flatMap((attribute) => changedLines(attribute, change, columns, view)),
        ...changedFiles(change, columns, view),
        ...secretLines(change, columns),
        ...(view.full ? unchangedLines(change, columns) : []),
      ];
  }
}

/** A change of something that exists and will exist. */
export type Changed = Extract<Change, { action: 'update' | 'replace' }>;

/** The attributes of a new resource that matter most beside place and size; `--full` shows the rest. */
const BRIEF: Record<ResourceKind, readonly string[]> = {
  cluster: ['queries'],
  instance: ['image', 'port', 'ports', 'storage'],
  image: ['repository', 'digest', 'pull'],
  registry_repo: ['name'],
  ttl_policy: [],
};

/** Renders the values of one side; `only` names the attributes to show, null shows all. */
function valueLines(
  change: Change,
  values: JsonObject,
  only: readonly string[] | null,
  columns: Columns,
): readonly Line[] {
  const told = only === null ? values : picked(values, only);
  const shown = leavesOf(withoutFiles(change, told)).filter(([path, value]) =>
    only === null ? true : only.includes(path) && !isEmptyValue(value),
  );
  const files =
    only === null || only.includes(filesAttribute(change)) ? filesCountText(change, values) : null;
  return [
    ...shown.map(([path, value]) => attributeLine(path, [shownText(path, value, change, 'after')], columns)),
    ...(files === null ? [] : [attributeLine(filesAttribute(change), [files], columns)]),
  ];
}

function changedLines(
  attribute: AttributeChange,
  change: Changed,
  columns: Columns,
  view: PlanView,
): readonly Line[] {
  const { path, before, after, forcesReplacement } = attribute;
  const force = toned('remove', '# forces replacement');
  if (isMultiLine(before) || isMultiLine(after)) {
    const head: Line = attributeLine(path, ['changed'], columns);
    const heads = forcesReplacement ? withNote(head, force, columns.force, columns.value) : [head];
    return [...heads, ...diffLines(textOfSide(before), textOfSide(after))];
  }
  const [was, is] = [sideText(path, before, change, 'before'), sideText(path, after, change, 'after')];
  const line = attributeLine(path, [`${was} -> ${is}`], columns);
  const lines =
    widthOf(line) <= view.style.width
      ? [line]
      : [attributeLine(path, [was], columns), [' '.repeat(columns.value - 3), `-> ${is}`]];
  const last = lines.at(-1) ?? line;
  return forcesReplacement
    ? [...lines.slice(0, -1), ...withNote(last, force, columns.force, columns.value)]
    : lines;
}

/** Returns the value of an attribute. The image that Helix builds for a machine is shown as it is pulled. */
export function shownText(
  path: string,
  value: Json | undefined,
  change: Change,
  side: 'before' | 'after',
): string {
  const images = path === 'image' && 'machineImage' in change ? change.machineImage : undefined;
  if (images === undefined || (side === 'before' && images.before === null)) return valueText(value);
  const reference = images[side];
  return reference === null ? valueText(UNKNOWN) : shortReference(reference);
}

/** Returns both sides of an attribute on one line: `small -> medium`, or `changed` where they have more lines. */
export function changedText({ path, before, after }: AttributeChange, change: Changed): string {
  if (isMultiLine(before) || isMultiLine(after)) return 'changed';
  return `${sideText(path, before, change, 'before')} -> ${sideText(path, after, change, 'after')}`;
}

/** Returns a reference with as much of its digest as tells it apart from others. */
function shortReference(reference: string): string {
  return reference.replace(/(@sha256:[0-9a-f]{12})[0-9a-f]{52}$/, '$1...');
}

/** Returns the value of one side. An undeclared size is the region's default, which the price knows. */
export function sideText(
  path: string,
  value: Json | undefined,
  change: Changed,
  side: 'before' | 'after',
): string {
  if (path === 'image') return shownText(path, value, change, side);
  if (path !== 'size' || (value !== null && value !== undefined)) return valueText(value);
  const size = change.cost?.pricedAs[side] ?? null;
  return size === null ? '(default)' : `${size} (default)`;
}

function changedFiles(change: Changed, columns: Columns, view: PlanView): readonly Line[] {
  const changed = change.attributes.filter((attribute) => isOfFiles(change, attribute));
  const name = filesAttribute(change);
  if (changed.length === 0) return [];
  const files = changedFilesOf(change);
  const heads = view.full
    ? [attributeLine(name, [files.length === 0 ? 'changed' : `${filesText(files.length)} changed`], columns)]
    : attributeLines(name, fileChangesText(files) ?? 'changed', columns, view.style.width);
  const force = toned('remove', '# forces replacement');
  const lines = changed.some(({ forcesReplacement }) => forcesReplacement)
    ? [...heads.slice(0, -1), ...withNote(heads.at(-1) ?? [], force, columns.force, columns.value)]
    : heads;
  if (!view.full) return lines;
  return [...lines, ...files.map(({ file, what }) => attributeLine('', [`${file} ${what}`], columns))];
}

/** Renders the secrets whose values are brought over. The values themselves are never shown. */
function secretLines(change: Changed, columns: Columns): readonly Line[] {
  return secretTexts(change).map(({ path, text }) => attributeLine(path, [text], columns));
}

/** Returns the secrets whose values are brought over, with the reason. */
export function secretTexts(change: Changed): readonly { readonly path: string; readonly text: string }[] {
  const changed = change.action === 'update' ? (change.secretChanges ?? []) : [];
  const late =
    change.action === 'update' && secretDelivery(change.kind, change.after) === 'singly'
      ? '; read at its next start'
      : '';
  return changed.map(({ path, why }) => ({ path, text: `(${SECRETS[why]}${late})` }));
}

const SECRETS: Record<SecretChange['why'], string> = {
  changed: 'its value changed',
  unrecorded: 'its value is not on record: sent again',
};

function unchangedLines(change: Changed, columns: Columns): readonly Line[] {
  const changed = change.attributes.map(({ path }) => path);
  const differs = (path: string): boolean =>
    changed.some((other) => other === path || other.startsWith(`${path}.`) || path.startsWith(`${other}.`));
  return leavesOf(withoutFiles(change, change.after))
    .filter(([path]) => !differs(path))
    .map(([path, value]) =>
      attributeLine(path, [toned('quiet', shownText(path, value, change, 'after'))], columns),
    );
}

function picked(values: JsonObject, keys: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(values).filter(([key]) => keys.includes(key)));
}

/** Returns the values without files, which are shown by their count. */
export function withoutFiles(change: Change, values: JsonObject): JsonObject {
  return filesCountText(change, values) === null
    ? values
    : Object.fromEntries(Object.entries(values).filter(([key]) => key !== filesAttribute(change)));
}

function textOfSide(value: Json | undefined): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : valueText(value);
}

/** Whether a value says nothing: null, or a collection of nothing. */
export function isEmptyValue(value: Json): boolean {
  return value === null || (typeof value === 'object' && Object.keys(value).length === 0);
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

/** Renders a multi-line value as a diff: changed lines with two lines of context, `...` between the places. */
export function diffLines(before: string, after: string): readonly Line[] {
  const { hunks } = structuredPatch('', '', ended(before), ended(after), '', '', { context: 2 });
  if (hunks.length === 0) return [[`${INDENT}only in the line feed at its end`]];
  return hunks.flatMap((hunk, index) => [
    ...(index === 0 ? [] : [[`${INDENT}...`]]),
    ...hunk.lines.map(diffLine),
  ]);
}

const INDENT = '        ';

function diffLine(line: string): Line {
  const text = line.slice(1);
  if (line.startsWith('+')) return [INDENT, toned('add', `+ ${text}`)];
  if (line.startsWith('-')) return [INDENT, toned('remove', `- ${text}`)];
  return [INDENT, `  ${text}`];
}

/** Adds the last line feed: a last line without one would differ from the same line with one. */
function ended(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}
