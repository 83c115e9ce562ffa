import type { AttributeChange, Change } from '../../plan/plan';
import type { Json, JsonObject } from '../../values/json';
import type { ResourceKind } from '../../values/resource';
import { leavesOf } from '../flatten';
import { toned, widthOf, withNote } from '../lines';
import type { Line } from '../lines';
import { attributeLine } from './columns';
import type { Columns } from './columns';
import { diffLines } from './diff-lines';
import type { PlanView } from './plan-view';
import { isQueries, QUERIES, queriesChangeText, queriesText, queryChanges } from './queries-text';
import { isMultiLine, valueText } from './value-text';

/** The attributes of a change: what differs; with `full` also everything that stays. */
export function attributeSection(change: Change, columns: Columns, view: PlanView): readonly Line[] {
  switch (change.action) {
    case 'create':
    case 'read':
      return valueLines(change.after, view.full ? null : BRIEF[change.kind], columns);
    case 'delete':
      return view.full ? valueLines(change.before, null, columns) : [];
    case 'update':
    case 'replace':
      return [
        ...change.attributes
          .filter((attribute) => !isQueries(attribute))
          .flatMap((attribute) => changedLines(attribute, change, columns, view)),
        ...changedQueries(change, columns, view),
        ...(view.full ? unchangedLines(change, columns) : []),
      ];
  }
}

type Changed = Extract<Change, { action: 'update' | 'replace' }>;

/** What a reader wants to know of a new resource beside place and size; `--full` shows the rest. */
const BRIEF: Record<ResourceKind, readonly string[]> = {
  cluster: [QUERIES],
  instance: ['image', 'ports'],
  image: ['repository', 'digest', 'pull'],
  registry_repo: ['name'],
  ttl_policy: [],
};

/** Values of one side; `only` names the attributes to show, null shows all. */
function valueLines(values: JsonObject, only: readonly string[] | null, columns: Columns): readonly Line[] {
  const told = only === null ? values : picked(values, only);
  const shown = leavesOf(withoutQueries(told)).filter(([path, value]) =>
    only === null ? true : only.includes(path) && !isEmpty(value),
  );
  const files = only === null || only.includes(QUERIES) ? queriesText(values) : null;
  return [
    ...shown.map(([path, value]) => attributeLine(path, [valueText(value)], columns)),
    ...(files === null ? [] : [attributeLine(QUERIES, [files], columns)]),
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

/** A size that nobody named is the region's default, which the price knows. */
function sideText(path: string, value: Json | undefined, change: Changed, side: 'before' | 'after'): string {
  if (path !== 'size' || (value !== null && value !== undefined)) return valueText(value);
  const size = change.cost?.pricedAs[side] ?? null;
  return size === null ? '(default)' : `${size} (default)`;
}

function changedQueries(change: Changed, columns: Columns, view: PlanView): readonly Line[] {
  const changed = change.attributes.filter(isQueries);
  if (changed.length === 0) return [];
  const text = queriesChangeText(change.before, change.after) ?? 'changed';
  const line = attributeLine(QUERIES, [text], columns);
  const force = toned('remove', '# forces replacement');
  const lines = changed.some(({ forcesReplacement }) => forcesReplacement)
    ? withNote(line, force, columns.force, columns.value)
    : [line];
  if (!view.full) return lines;
  const files = queryChanges(change.before, change.after);
  return [...lines, ...files.map(({ file, what }) => attributeLine('', [`${file} ${what}`], columns))];
}

function unchangedLines(change: Changed, columns: Columns): readonly Line[] {
  const changed = change.attributes.map(({ path }) => path);
  const differs = (path: string): boolean =>
    changed.some((other) => other === path || other.startsWith(`${path}.`) || path.startsWith(`${other}.`));
  return leavesOf(withoutQueries(change.after))
    .filter(([path]) => !differs(path))
    .map(([path, value]) => attributeLine(path, [toned('quiet', valueText(value))], columns));
}

function picked(values: JsonObject, keys: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(values).filter(([key]) => keys.includes(key)));
}

function withoutQueries(values: JsonObject): JsonObject {
  // An image's `queries` is one digest, not files: it stays a value like any other.
  return queriesText(values) === null
    ? values
    : Object.fromEntries(Object.entries(values).filter(([key]) => key !== QUERIES));
}

function textOfSide(value: Json | undefined): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : valueText(value);
}

function isEmpty(value: Json): boolean {
  return value === null || (typeof value === 'object' && Object.keys(value).length === 0);
}
