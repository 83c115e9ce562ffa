import { MACHINE_CLOUDS, isCloud } from '../clouds';
import type { DeployInstance, DeclaredInstance, Lock } from '../config/config';
import type { Problem } from '../errors';
import { addressOf } from '../values/resource';
import type { Address } from '../values/resource';
import type { ProviderPrices } from '../pricing/book/price-book';
import type { Books } from '../pricing/instance-rates';
import type { Choice, Chosen } from './choice';
import { chooseAnywhere } from './choose-anywhere';
import { chooseInstance } from './choose-instance';
import { specOf } from './machine-spec';
import type { CurrentMachine, MachineSpec } from '../resources/instance';

/** What the machines of a project are chosen from. */
export interface MachinesInput {
  readonly instances: readonly DeclaredInstance[];
  /** The machines that are recorded, or approved, for them: their types are kept while they serve. */
  readonly current: ReadonlyMap<Address, CurrentMachine>;
  /** The books of all clouds that `booksNeeded` names. */
  readonly books: Books;
  /** What `auto` chose before, from helix.lock.json. */
  readonly remembered: Lock['choices'];
  /** What `auto` may choose among; null: all. */
  readonly allowed: {
    readonly providers: readonly string[] | null;
    readonly regions: readonly string[] | null;
  };
  /** Choose all types, and all places of `auto`, anew. */
  readonly reselect: boolean;
}

/** The machine of each `[deploy.N]`, by name; one that has none is among the Problems, at its place. */
export function chooseMachines(input: MachinesInput): {
  readonly choices: ReadonlyMap<string, Choice>;
  readonly problems: readonly Problem[];
} {
  const choices = new Map<string, Choice>();
  const problems: Problem[] = [];
  const choose = remembering(input);
  for (const instance of input.instances) {
    if (instance.kind !== 'deploy') continue;
    const chosen = choose(instance);
    if (chosen.ok) choices.set(instance.name, chosen.choice);
    else {
      const { code, message, hint } = chosen;
      problems.push({ severity: 'error', code, message, hint, place: instance.source });
    }
  }
  return { choices, problems };
}

/** Equal wishes have equal answers, and are worked out once. */
function remembering(input: MachinesInput): (instance: DeployInstance) => Chosen {
  const answers = new Map<string, Chosen>();
  return (instance) => {
    const spec = specOf(instance);
    const current = input.current.get(addressOf('instance', instance.name)) ?? null;
    // A machine may be called `constructor`.
    const isRemembered = instance.provider === 'auto' && Object.hasOwn(input.remembered, instance.name);
    const memory = isRemembered ? (input.remembered[instance.name] ?? null) : null;
    const key = JSON.stringify([spec, instance.provider, instance.region, current, memory]);
    const known = answers.get(key);
    if (known !== undefined) return known;
    const wish = { spec, region: instance.region, current };
    const answer =
      instance.provider === 'auto'
        ? auto(wish, memory ?? current, input)
        : inPlace(wish, input.books.get(instance.provider), input.reselect);
    answers.set(key, answer);
    return answer;
  };
}

interface Wish {
  readonly spec: MachineSpec;
  readonly region: string | null;
  readonly current: CurrentMachine | null;
}

function inPlace({ spec, region, current }: Wish, prices: ProviderPrices | undefined, reselect: boolean) {
  if (prices === undefined || region === null) throw new Error('a machine without a book or a region');
  return chooseInstance(spec, region, prices, { current, reselect });
}

/** The place that is remembered, while it is allowed and has a machine that serves; else the cheapest anywhere. */
function auto(
  wish: Wish,
  place: { readonly provider: string; readonly region: string } | null,
  { books, allowed, reselect }: MachinesInput,
): Chosen {
  const regions = wish.region === null ? allowed.regions : [wish.region];
  const mayUse = (provider: string): boolean =>
    (MACHINE_CLOUDS as readonly string[]).includes(provider) &&
    (allowed.providers?.includes(provider) ?? true);
  if (place !== null && !reselect && mayUse(place.provider) && (regions?.includes(place.region) ?? true)) {
    const prices = isCloud(place.provider) ? books.get(place.provider) : undefined;
    const chosen = prices && chooseInstance(wish.spec, place.region, prices, { current: wish.current });
    if (chosen?.ok === true) {
      const { choice } = chosen;
      return choice.why.type === 'kept'
        ? chosen
        : { ok: true, choice: { ...choice, why: { type: 'remembered' } } };
    }
  }
  return chooseAnywhere(wish.spec, {
    books: [...books.values()].filter(({ provider }) => mayUse(provider)),
    regions,
  });
}
