import type { MachineCloud } from '../../../clouds';
import { HelixError } from '../../../errors';
import type { MachineSpec } from '../../../resources/instance';
import type { WantedDeployment } from '../deployment-keys';
import type { Lifetime } from './answers';
import type { BaseMachine } from './base-machine';
import type { Facts } from './facts';
import { chooseAt } from './places';
import type { Place } from './places';
import type { Target } from './targets';

/** The answers to all questions. */
export interface Answers {
  readonly place: Place;
  readonly spec: MachineSpec;
  readonly ttl: Lifetime;
}

/** Returns what the options of a deploy would have said. @throws HelixError `config` where no machine fits */
export function wantedOf(answers: Answers, facts: Facts): WantedDeployment {
  return {
    ...facts.given,
    ...providerAt(answers, facts),
    asked: changesOf(answers.spec, facts),
    ttl: isUnchanged(answers.ttl, facts.base) ? null : answers.ttl,
  };
}

/**
 * Returns the place as options name it. The cheapest is left to `auto` where `auto` has the same clouds to choose from;
 * else it is the place that is the cheapest now.
 */
function providerAt(
  { place, spec }: Answers,
  { base, books, targets, autoClouds, given }: Facts,
): Pick<WantedDeployment, 'provider' | 'region'> {
  const { declared } = base;
  if ('cloud' in place) {
    const { cloud, region } = place;
    const isHere = declared?.provider === cloud;
    const named = given.provider ?? { cloud, account: null };
    return {
      provider: isHere && named.account === null ? null : named,
      region: isHere && declared.region === region ? given.region : region,
    };
  }
  if (declared?.provider === 'auto') return { provider: null, region: given.region };
  const suited = autoClouds.filter((cloud) => isSuited(targets.find((target) => target.cloud === cloud)));
  if (suited.every((cloud) => place.cheapestOf.includes(cloud))) {
    return { provider: { cloud: 'auto', account: null }, region: null };
  }
  const chosen = chooseAt(place, spec, books);
  if (!chosen.ok) throw new HelixError('config', chosen.message, { hint: chosen.hint });
  const { provider, region } = chosen.choice;
  return { provider: { cloud: provider as MachineCloud, account: null }, region };
}

/** Whether `auto` could choose a cloud, with or without credentials for it. */
function isSuited(target: Target | undefined): boolean {
  return target !== undefined && (target.remark === null || target.lacksCredentials);
}

/** Returns the requirements that must be written: of a declared machine those that differ from its table. */
function changesOf(spec: MachineSpec, { base, given }: Facts): Partial<MachineSpec> {
  const { unasked, spot } = base;
  const { cpu, memoryGb, storageGb, gpuCount } = spec;
  if (unasked === null) {
    return {
      ...given.asked,
      cpu,
      memoryGb,
      storageGb,
      ...((gpuCount !== 0 || base.spec.gpuCount !== 0) && { gpuCount }),
      ...((spec.spot || spot) && { spot: spec.spot }),
    };
  }
  const changed = Object.entries({ cpu, memoryGb, storageGb, gpuCount, spot: spec.spot }).filter(
    ([key, value]) => unasked[key as keyof MachineSpec] !== value,
  );
  return { ...given.asked, ...(Object.fromEntries(changed) as Partial<MachineSpec>) };
}

function isUnchanged(ttl: Lifetime, { declared }: BaseMachine): boolean {
  if (declared === null) return false;
  return declared.ttlSeconds === null
    ? ttl === 'never'
    : ttl !== 'never' && ttl.seconds === declared.ttlSeconds;
}
