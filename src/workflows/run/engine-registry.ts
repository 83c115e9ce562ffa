import { HelixError } from '../../errors';
import type { Engine, EngineFactory } from '../../ports/engine';
import type { AppliedHere } from '../../plan/support';
import type { ResourceRecord } from '../../state/state';
import type { EngineName } from '../../values/resource';

type Registry = readonly EngineFactory[];

/** Returns whether this version applies a resource, without loading an engine. */
export function appliedBy(engines: Registry): AppliedHere {
  return (resource) => factoryOf(engines, resource.engine)?.applies(resource) ?? false;
}

/** Returns why a resource that `appliedBy` excludes cannot be asked about. */
export function whyNotApplied(engines: Registry, { engine, provider }: ResourceRecord): string {
  return factoryOf(engines, engine) === undefined
    ? noEngine(engine)
    : `the engine \`${engine}\` of this version does not support ${provider}`;
}

export function factoryOf(engines: Registry, name: EngineName): EngineFactory | undefined {
  return engines.find((engine) => engine.name === name);
}

/**
 * Returns the engine of a name, before it is loaded.
 * @throws HelixError `refused` for an engine that this version lacks; what it recorded stays in the state
 */
export function requireFactory(engines: Registry, name: EngineName): EngineFactory {
  const factory = factoryOf(engines, name);
  if (factory !== undefined) return factory;
  throw new HelixError('refused', noEngine(name), {
    hint: 'Nothing was changed. Use the version of Helix that recorded it.',
  });
}

/** Whether this version can read the inputs of a record: those of an engine that it lacks may have any shape. */
export function isReadable(engines: Registry, { engine }: Pick<ResourceRecord, 'engine'>): boolean {
  return factoryOf(engines, engine) !== undefined;
}

/** Groups records by the engine that they belong to. */
export function recordsByEngine(records: readonly ResourceRecord[]): Map<EngineName, ResourceRecord[]> {
  const byEngine = new Map<EngineName, ResourceRecord[]>();
  for (const record of records) {
    const list = byEngine.get(record.engine);
    if (list === undefined) byEngine.set(record.engine, [record]);
    else list.push(record);
  }
  return byEngine;
}

/** Asks each engine about its own records. */
export async function askEngines<T>(
  engine: (name: EngineName) => Promise<Engine>,
  records: readonly ResourceRecord[],
  ask: (
    engine: Engine,
    records: readonly ResourceRecord[],
  ) => Promise<ReadonlyMap<ResourceRecord['address'], T>>,
): Promise<ReadonlyMap<ResourceRecord['address'], T>> {
  const answers = await Promise.all(
    [...recordsByEngine(records)].map(async ([name, list]) => ask(await engine(name), list)),
  );
  return new Map(answers.flatMap((answer) => [...answer]));
}

function noEngine(name: EngineName): string {
  return `this version of Helix has no engine \`${name}\``;
}
