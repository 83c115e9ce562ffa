import type { EngineVerbs } from '../../ports/engine-verbs';
import type { Ports } from '../../ports/ports';
import type { ResourceRecord } from '../../state/state';
import { verbRefusal } from '../../operations/verb-refusal';
import type { VerbAsked } from '../../operations/verb-refusal';
import { onlyOne } from '../project/find-resource';
import type { Named } from '../project/find-resource';
import { factoryOf } from './engine-registry';
import type { Engines } from './open-engines';

/** The verbs that act on one resource. */
type ResourceVerb = 'start' | 'stop' | 'restart' | 'logs' | 'adopt';

const ASKED = { start: 'start', stop: 'stop', restart: 'restart', logs: 'logs', adopt: 'import' } as const;

/** A resource, with the verb of its engine. */
export interface Found<T, V extends ResourceVerb> {
  readonly resource: T;
  readonly verb: NonNullable<EngineVerbs[V]>;
}

/**
 * Finds the resource of the given name whose engine supports the verb. This is the one place that tells which engines
 * do not.
 * @param named the resources of that name, at least one
 * @throws HelixError `refused` when no engine of them supports the verb, `usage` when several do
 */
export async function findVerb<
  T extends Named & Pick<ResourceRecord, 'engine' | 'inputs'>,
  V extends ResourceVerb,
>(
  ports: Pick<Ports, 'engines'>,
  { engine }: { readonly engine: Engines },
  named: readonly [T, ...T[]],
  verb: V,
  asked: VerbAsked = ASKED[verb],
): Promise<Found<T, V>> {
  const able: Found<T, V>[] = [];
  const reasons = new Map<T, string>();
  for (const resource of named) {
    // Among several resources, one whose engine is missing cannot be meant.
    if (named.length > 1 && factoryOf(ports.engines, resource.engine) === undefined) continue;
    const { verbs } = await engine(resource.engine);
    const found = verbs?.[verb];
    const isMeant = verb === 'adopt' || (verbs?.runs?.(resource) ?? true);
    const reason = verb === 'adopt' ? null : (verbs?.whyNot?.(verb, resource) ?? null);
    if (reason !== null) reasons.set(resource, reason);
    else if (found !== undefined && isMeant) able.push({ resource, verb: found });
  }
  const [first] = able;
  if (first !== undefined && able.length === 1) return first;
  const resource = first === undefined ? named[0] : onlyOne(able.map((one) => one.resource));
  const reason = reasons.get(resource) ?? `its engine, ${resource.engine}, does not support that`;
  throw verbRefusal(resource.address, asked, reason);
}
