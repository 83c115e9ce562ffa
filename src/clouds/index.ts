import { aws } from './aws';
import { azure } from './azure';
import type { Cloud } from './cloud';
import { digitalocean } from './digitalocean';
import { fly } from './fly';
import { google } from './google';
import { vultr } from './vultr';

/** The clouds by name, in the order in which they are listed. */
export const CLOUDS = { aws, google, azure, digitalocean, vultr, fly } as const satisfies Readonly<
  Record<string, Cloud>
>;

export type CloudName = keyof typeof CLOUDS;

/** A cloud that `[deploy.N]` can rent machines from. */
export type MachineCloud = {
  [Name in CloudName]: (typeof CLOUDS)[Name]['machines'] extends true ? Name : never;
}[CloudName];

/** A kind of `[cloud.N.KIND]` whose registry Helix creates in a cloud. */
export type CloudRegistryKind = NonNullable<(typeof CLOUDS)[CloudName]['tables']['registry']>;

/** The `provider` of a `[deploy.N]`. `auto` is the choice among the clouds. */
export type CloudProvider = MachineCloud | 'auto';

export const CLOUD_NAMES = Object.keys(CLOUDS) as readonly CloudName[];

export const MACHINE_CLOUDS = CLOUD_NAMES.filter(isMachineCloud);

/** The cloud that hints and help pages take as their example. */
export const EXAMPLE_CLOUD: Cloud = aws;

export function isCloud(name: string): name is CloudName {
  return Object.hasOwn(CLOUDS, name);
}

export function isMachineCloud(name: string): name is MachineCloud {
  return isCloud(name) && CLOUDS[name].machines;
}

/** The cloud that a user's word means, by its name or an alias in any case; undefined for other words. */
export function cloudMeant(word: string): CloudName | undefined {
  const plain = word.toLowerCase();
  return CLOUD_NAMES.find((name) => plain === name || cloudOf(name).aliases.includes(plain));
}

/** The cloud in which the tables `[cloud.N.KIND]` of a kind live; undefined for kinds that live in none. */
export function cloudOfTable(kind: string): CloudName | undefined {
  return CLOUD_NAMES.find((name) => {
    const { registry, app } = cloudOf(name).tables;
    return kind === registry || kind === app;
  });
}

export function cloudOf(name: CloudName): Cloud {
  return CLOUDS[name];
}

/** The cloud of a provider's name; undefined for a provider that is not a cloud. */
export function cloudNamed(provider: string): Cloud | undefined {
  return isCloud(provider) ? CLOUDS[provider] : undefined;
}
