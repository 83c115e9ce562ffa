import { isObject } from '../../../values/is-object';
import type { DeclaredInstance } from '../../config';
import { checkClusterIds, checkPorts } from '../cross-checks';
import type { UncheckedInstance } from './declared-tables';
import type { TomlDocument } from '../../text/document';
import type { InstanceKind } from './instance-kinds';
import type { Defaults, InstanceTable } from './instance-table';
import type { LockRegions } from '../../lock/lock-regions';
import { checkInstanceName } from '../names';
import { OWN_KEYS } from '../../validation/own-keys';
import type { Place } from '../../text/places';
import { ProblemList } from '../../validation/problems';
import { reportUnused } from '../../validation/unused-keys';
import { validate } from '../../validation/validate';

/** The context of instances from the rest of the project. */
export interface InstanceContext {
  readonly project: string;
  readonly defaults: Defaults;
  readonly regions: LockRegions;
}

/** Validates and reads the instance tables of helix.toml. Reports invalid tables, and leaves them out. */
export function readInstances(
  document: TomlDocument,
  declared: readonly UncheckedInstance[],
  context: InstanceContext,
  problems: ProblemList,
): DeclaredInstance[] {
  const read = declared.flatMap((table) => {
    const instance = readInstance(document, table, context, problems);
    return instance === null ? [] : [{ instance, key: (key: string) => keyPlace(document, table, key) }];
  });
  checkPorts(
    read.flatMap(({ instance, key }) =>
      instance.kind === 'local' ? [{ instance, place: () => key('port') }] : [],
    ),
    problems,
  );
  checkClusterIds(
    read.flatMap(({ instance, key }) =>
      instance.kind === 'helix' ? [{ instance, place: () => key('cluster_id') }] : [],
    ),
    problems,
  );
  return read.map(({ instance }) => instance);
}

function readInstance(
  document: TomlDocument,
  declared: UncheckedInstance,
  { project, defaults, regions }: InstanceContext,
  problems: ProblemList,
): DeclaredInstance | null {
  const { name, kind, path, table } = declared;
  const named = checkInstanceName(name, declared.place, problems);
  const valid = validate(document, path, table, kind.validator, problems, { ownKeys: OWN_KEYS });
  if (valid) reportUnused(document, path, table, kind.unused, problems);
  const from = { name, project, path, document, defaults };
  if (!valid) {
    reportOtherProblems(from, kind, table, problems);
    return null;
  }
  const instance = kind.read({ ...from, table: table as never, problems });
  if (instance.kind === 'helix' || instance.kind === 'anonymous') {
    const { region } = instance;
    const size = instance.kind === 'helix' ? instance.size : null;
    const known =
      region === defaults.region ||
      regions.checkRegion(region, () => keyPlace(document, declared, 'region'), problems);
    if (known && size !== null) {
      regions.checkSize(region, size, () => keyPlace(document, declared, 'size'), problems);
    }
  }
  return named ? instance : null;
}

/** Reads the valid part of an invalid table, so that one run reports all problems. */
function reportOtherProblems(
  from: Omit<InstanceTable<never>, 'table' | 'problems'>,
  kind: InstanceKind,
  table: unknown,
  problems: ProblemList,
): void {
  const { validator, example } = kind;
  if (!isObject(table)) return;
  validator(table);
  const wrong = new Set((validator.errors ?? []).map(({ instancePath }) => instancePath.split('/')[1]));
  const valid = Object.fromEntries(Object.entries(table).filter(([key]) => !wrong.has(key)));
  const rest = { ...example, ...valid };
  validator(rest);
  if (validator.errors?.some(({ keyword }) => keyword !== 'additionalProperties')) return;
  const beside = new ProblemList();
  kind.read({ ...from, table: rest as never, problems: beside });
  // A missing or contradicting key may be the very one that is invalid; an unused one may come from the example.
  const others = beside.toArray().filter(({ code }) => !UNRELIABLE_CODES.includes(code));
  problems.addAll(others);
}

const UNRELIABLE_CODES = [
  'missing-key',
  'contradiction',
  'not-used',
  'two-names',
  'default-region',
  'open-database',
];

function keyPlace(document: TomlDocument, { path }: UncheckedInstance, key: string): Place {
  return document.place([...path, key], 'value');
}
