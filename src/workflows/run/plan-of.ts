import { configDigest } from '../../config/config-digest';
import { makePlan } from '../../plan/make-plan';
import type { Plan, PlanMode } from '../../plan/plan';
import type { AutoChoice } from '../../plan/outlook';
import type { Observation } from '../../ports/engine';
import type { Ports } from '../../ports/ports';
import { oldestPrice, ratesWith } from '../../pricing/instance-rates';
import { lockedRates, UNPRICED } from '../../pricing/rates';
import type { Rate, Rates } from '../../pricing/rates';
import type { SecretReader } from '../../resources/secrets/digests';
import type { State } from '../../state/state';
import { addressOf } from '../../values/resource';
import type { Address } from '../../values/resource';
import type { SizedProject } from '../project/project';
import { appliedBy, isReadable } from './engine-registry';

export interface PlanOptions {
  readonly mode: PlanMode;
  readonly targets: readonly string[];
  readonly observations: ReadonlyMap<Address, Observation>;
  readonly now: string;
  /** Compares the values of secrets with those on record; null: they are left alone. */
  readonly secrets?: SecretReader | null;
  /** Whether what is destroyed takes its volume with it; default: volumes stay. */
  readonly deletesVolumes?: boolean;
  readonly terminates?: boolean;
  readonly revives?: boolean;
  readonly byHand?: string | null;
  /** Why the plan may exceed the budget; null: it may not. */
  readonly overrideBudget?: string | null;
}

/** Returns the plan of a project on its machines, from a state and what was observed. */
export function planOf(
  ports: Pick<Ports, 'engines' | 'helixVersion'>,
  project: SizedProject,
  state: State | null,
  { overrideBudget = null, secrets = null, ...options }: PlanOptions,
): Plan {
  const { config, desired, workspace, books } = project;
  const { endpoint } = config.helixCloud;
  const onEndpoint = new Set(ports.engines.flatMap(({ name, usesEndpoint }) => (usesEndpoint ? [name] : [])));
  const usesCloud =
    desired.resources.some(({ engine }) => onEndpoint.has(engine)) ||
    Object.values(state?.resources ?? {}).some(({ engine }) => onEndpoint.has(engine));
  const regions = config.lock?.helixCloud?.endpoint === endpoint ? config.lock.helixCloud : null;
  const rates = ratesOfReadable(ratesWith(books, lockedRates(config.lock, endpoint)), ports.engines, state);
  return makePlan({
    ...options,
    project: config.project.name,
    workspace,
    endpoint: usesCloud ? endpoint : null,
    configDigest: configDigest(config),
    desired,
    state,
    isApplied: appliedBy(ports.engines),
    rates,
    budget: config.budget,
    policy: config.policy,
    overrideBudget,
    secrets,
    basis: endpoint === 'embedded' ? 'sample' : 'prices',
    helixVersion: ports.helixVersion,
    regionsAt: usesCloud ? (regions?.fetchedAt ?? null) : null,
    pricesAt: books.size === 0 ? null : oldestPrice(ratesIn(desired, state, rates)),
    priceBooks: [...books.values()].map(({ provider, asOf, digest, origin }) => ({
      provider,
      asOf,
      digest,
      origin,
    })),
    autoChoices: autoChoices(project),
  });
}

/** Leaves a resource without a price where this version cannot read the inputs on record. */
function ratesOfReadable(rates: Rates, engines: Ports['engines'], state: State | null): Rates {
  const recorded = Object.values(state?.resources ?? {});
  const unreadable = new Set(
    recorded.flatMap((record) => (isReadable(engines, record) ? [] : [record.address])),
  );
  return unreadable.size === 0
    ? rates
    : (resource) => (unreadable.has(resource.address) ? UNPRICED : rates(resource));
}

function* ratesIn(desired: SizedProject['desired'], state: State | null, rates: Rates): Generator<Rate> {
  for (const resource of desired.resources) yield rates({ ...resource, outputs: {} });
  for (const record of Object.values(state?.resources ?? {})) yield rates(record);
}

function autoChoices({ config, choices }: SizedProject): AutoChoice[] {
  return config.instances.flatMap((instance) => {
    const choice = choices.get(instance.name);
    if (instance.kind !== 'deploy' || instance.provider !== 'auto' || choice?.why.type !== 'cheapest')
      return [];
    const { provider, region, type, why } = choice;
    return [
      { address: addressOf('instance', instance.name), provider, region, type, of: why.of, next: why.next },
    ];
  });
}
