import type { AttributeChange, Change } from '../../plan/plan';
import { secretDelivery } from '../../resources/secrets/delivery';
import type { SecretChange } from '../../resources/secrets/digests';
import { fileChangesText, filesText } from '../../values/file-changes';
import type { Json, JsonObject } from '../../values/json';
import type { ResourceKind } from '../../values/resource';
import { leavesOf } from '../flatten';
import type { Line } from '../lines';
import { toned, widthOf, withNote } from '../lines';
import type { Columns, PlanView } from './columns';
import { attributeLine, attributeLines } from './columns';
import { diffLines } from './diff-lines';
import { changedFilesOf, filesAttribute, filesCountText, isOfFiles, withoutFiles } from './files-attribute';
import { shownText, sideText } from './sides';
import type { Changed } from './sides';
import { isMultiLine, valueText } from './value-text';

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

function textOfSide(value: Json | undefined): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : valueText(value);
}

/** Whether a value says nothing: null, or a collection of nothing. */
export function isEmptyValue(value: Json): boolean {
  return value === null || (typeof value === 'object' && Object.keys(value).length === 0);
}
