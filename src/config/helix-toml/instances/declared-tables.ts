import { didYouMean } from '../../../values/did-you-mean';
import type { TomlDocument } from '../../text/document';
import { CLOUD_KINDS, ENTERPRISE_KIND, localKind } from './instance-kinds';
import type { InstanceKind } from './instance-kinds';
import type { Place } from '../../text/places';
import type { ProblemList } from '../../validation/problems';
import type { TomlPath } from '../../text/table-headers';
import { isObject } from '../../../values/is-object';

/** An instance as it is written, before its content is checked. */
export interface DeclaredTable {
  readonly name: string;
  /** The header of the table for messages: `[cloud.staging]`. */
  readonly label: string;
  readonly place: () => Place;
}

export interface UncheckedInstance extends DeclaredTable {
  readonly kind: InstanceKind;
  readonly path: TomlPath;
  readonly table: unknown;
}

/** Returns the instance tables of helix.toml except `[deploy.N]`, in the order of the file. */
export function declaredInstances(document: TomlDocument, problems: ProblemList): UncheckedInstance[] {
  const { data } = document;
  const local = localKind(Object.hasOwn(data, 'cloud'));
  return [
    ...members(data['local']).map(([name, table]) => declared(document, ['local', name], table, local)),
    ...members(data['cloud']).flatMap(([name, table]) => cloudInstance(document, name, table, problems)),
    ...members(data['enterprise']).map(([name, table]) =>
      declared(document, ['enterprise', name], table, ENTERPRISE_KIND),
    ),
  ];
}

/** Returns the members of a table; empty for any other value. */
export function members(table: unknown): [string, unknown][] {
  return isObject(table) ? Object.entries(table) : [];
}

function declared(
  document: TomlDocument,
  path: TomlPath,
  table: unknown,
  kind: InstanceKind,
): UncheckedInstance {
  const [family = '', name = ''] = path.map(String);
  return {
    name,
    label: `[${family}.${name}]`,
    place: () => document.place([family, name], 'key'),
    kind,
    path,
    table,
  };
}

/** Finds the instance of `[cloud.N.KIND]`, or of `[cloud.N]` with `type = "KIND"` as in an early draft. */
function cloudInstance(
  document: TomlDocument,
  name: string,
  table: unknown,
  problems: ProblemList,
): UncheckedInstance[] {
  const path = ['cloud', name];
  if (!isObject(table)) {
    problems.error({
      code: 'wrong-type',
      message: `\`cloud.${name}\` must be a table.`,
      hint: `Write \`[cloud.${name}.helix]\`.`,
      place: () => document.place(path, 'value'),
    });
    return [];
  }
  if (typeof table['type'] === 'string') return draftInstance(document, path, table, table['type'], problems);
  const [first, second] = Object.keys(table);
  if (first === undefined || !(isObject(table[first]) || CLOUD_KINDS.has(first))) {
    problems.error({
      code: 'missing-kind',
      message: `\`[cloud.${name}]\` does not name its kind of cloud.`,
      hint: `Write \`[cloud.${name}.helix]\` for a cluster of Helix Cloud; the other kinds are ${kindList(1)}.`,
      place: () => document.place(path, 'table'),
    });
    return [];
  }
  if (second !== undefined && CLOUD_KINDS.has(first)) {
    problems.error({
      code: CLOUD_KINDS.has(second) ? 'two-kinds' : 'unknown-table',
      message: CLOUD_KINDS.has(second)
        ? `\`cloud.${name}\` is both \`${first}\` and \`${second}\`.`
        : `\`cloud.${name}.${second}\` is not a kind of cloud, and \`cloud.${name}\` is already \`${first}\`.`,
      hint: CLOUD_KINDS.has(second) ? 'An instance has one kind: rename one of the two.' : undefined,
      place: () => document.place([...path, second], 'key'),
    });
  }
  return withKind(document, [...path, first], table[first], first, problems);
}

function draftInstance(
  document: TomlDocument,
  path: TomlPath,
  { type: _, ...table }: Record<string, unknown>,
  type: string,
  problems: ProblemList,
): UncheckedInstance[] {
  return withKind(document, path, table, type, problems);
}

function withKind(
  document: TomlDocument,
  path: TomlPath,
  table: unknown,
  word: string,
  problems: ProblemList,
): UncheckedInstance[] {
  const kind = CLOUD_KINDS.get(word);
  if (kind !== undefined) return [declared(document, path, table, kind)];
  problems.error({
    code: 'unknown-table',
    message: `\`${word}\` is not a kind of cloud.`,
    hint: didYouMean(word, CLOUD_KINDS.keys()) ?? `The kinds are ${kindList(0)}.`,
    place:
      path.at(-1) === word
        ? () => document.place(path, 'key')
        : () => document.place([...path, 'type'], 'value'),
  });
  return [];
}

function kindList(from: number): string {
  // Older spellings of the kinds have capitals.
  return [...CLOUD_KINDS.keys()]
    .filter((word) => word === word.toLowerCase())
    .slice(from)
    .map((word) => `\`${word}\``)
    .join(', ');
}
