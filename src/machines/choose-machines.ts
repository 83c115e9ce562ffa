import { isCloud, isMachineCloud } from '../clouds';
import type { MachineFeature } from '../clouds/cloud';
import { hasFeature } from '../clouds/regions';
import type { DeployInstance, DeclaredInstance } from '../config/config';
import type { Lock } from '../config/lock/lock-file';
import type { Problem } from '../errors';
import { isPublicKey } from '../values/public-key';
import { addressOf } from '../values/resource';
import type { Address } from '../values/resource';
import type { ProviderPrices } from '../pricing/book/price-book';
import type { Books } from '../pricing/instance-rates';
import type { Choice, Chosen } from './choice';
import { chooseAnywhere } from './choose-anywhere';
import { chooseInstance } from './choose-instance';
import { specOf } from './machine-spec';
import type { CurrentMachine, MachineSpec } from '../resources/instance';

/** The machines to choose, and the places and prices to choose from. */
export interface MachinesInput {
  readonly instances: readonly DeclaredInstance[];
  /** The machines on record, or approved. Their types are kept while they satisfy the specs. */
  readonly current: ReadonlyMap<Address, CurrentMachine>;
  /** The books of all clouds that `booksNeeded` names. */
  readonly books: Books;
  /** The earlier choices of `auto`, from helix.lock.json. */
  readonly remembered: Lock['choices'];
  /** The clouds and regions that `auto` may choose; null: all. */
  readonly allowed: {
    readonly providers: readonly string[] | null;
    readonly regions: readonly string[] | null;
  };
  /** Whether to choose all types, and all places of `auto`, anew. */
  readonly reselect: boolean;
}

/** Returns the machine of each `[deploy.N]`, by name, and a Problem for each one that no machine satisfies. */
export function chooseMachines(input: MachinesInput): {
  readonly choices: ReadonlyMap<string, Choice>;
  readonly problems: readonly Problem[];
} {
  const choices = new Map<string, Choice>();
  const problems: Problem[] = [];
  const choose = memoizedChooser(input);
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

/** Returns a chooser that answers equal questions once. */
function memoizedChooser(input: MachinesInput): (instance: DeployInstance) => Chosen {
  const answers = new Map<string, Chosen>();
  return (instance) => {
    const spec = specOf(instance);
    const current = input.current.get(addressOf('instance', instance.name)) ?? null;
    // A machine may be called `constructor`.
    const isRemembered = instance.provider === 'auto' && Object.hasOwn(input.remembered, instance.name);
    const memory = isRemembered ? (input.remembered[instance.name] ?? null) : null;
    const needs = featuresOf(instance);
    const key = JSON.stringify([spec, needs, instance.provider, instance.region, current, memory]);
    const known = answers.get(key);
    if (known !== undefined) return known;
    const request = { spec, needs, region: instance.region, current };
    const answer =
      instance.provider === 'auto'
        ? chooseAuto(request, memory ?? current, input)
        : chooseInPlace(request, input.books.get(instance.provider), input.reselect);
    answers.set(key, answer);
    return answer;
  };
}

/** Returns the features that a machine needs of its cloud. */
function featuresOf(instance: DeployInstance): MachineFeature[] {
  const { image, secrets, env, expireItself, publicIp, arch, sshKey } = instance;
  const isHanded = env.some((variable) => variable.type === 'reference' || variable.secret);
  const needs: readonly (readonly [MachineFeature, boolean])[] = [
    ['identity', image === null || expireItself || isHanded || Object.keys(secrets).length > 0],
    ['private-address', !publicIp],
    ['arm64', arch === 'arm64'],
    ['keyless', sshKey === null],
    ['named-key', sshKey !== null && !isPublicKey(sshKey)],
  ];
  return needs.flatMap(([feature, isNeeded]) => (isNeeded ? [feature] : []));
}

interface Request {
  readonly spec: MachineSpec;
  readonly needs: readonly MachineFeature[];
  readonly region: string | null;
  readonly current: CurrentMachine | null;
}

function chooseInPlace(
  { spec, region, current }: Request,
  prices: ProviderPrices | undefined,
  reselect: boolean,
) {
  if (prices === undefined || region === null) throw new Error('a machine without a book or a region');
  return chooseInstance(spec, region, prices, { current, reselect });
}

/** Chooses for `auto`: the remembered place while it is allowed and has a machine that fits, else the cheapest place. */
function chooseAuto(
  request: Request,
  place: { readonly provider: string; readonly region: string } | null,
  { books, allowed, reselect }: MachinesInput,
): Chosen {
  const regions = request.region === null ? allowed.regions : [request.region];
  const isAllowed = (provider: string): boolean =>
    isMachineCloud(provider) &&
    request.needs.every((feature) => hasFeature(provider, feature)) &&
    (allowed.providers?.includes(provider) ?? true);
  if (place !== null && !reselect && isAllowed(place.provider) && (regions?.includes(place.region) ?? true)) {
    const prices = isCloud(place.provider) ? books.get(place.provider) : undefined;
    const chosen = prices && chooseInstance(request.spec, place.region, prices, { current: request.current });
    if (chosen?.ok === true) {
      const { choice } = chosen;
      return choice.why.type === 'kept'
        ? chosen
        : { ok: true, choice: { ...choice, why: { type: 'remembered' } } };
    }
  }
  return chooseAnywhere(request.spec, {
    books: [...books.values()].filter(({ provider }) => isAllowed(provider)),
    regions,
  });
}
