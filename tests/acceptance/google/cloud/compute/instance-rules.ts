import type { JsonObject } from '../../../../../src/values/json';
import { refuseCompute, refuseField } from '../errors';
import { problemOfLabels } from '../labels';
import type { MetadataItem, Scheduling } from './instance';
import { findMachineType } from './machine-types';
import type { MachineType } from './machine-types';
import { nameIn } from './places';

const KIB = 1024;

export function checkedMetadata(items: readonly MetadataItem[] = []): readonly MetadataItem[] {
  const bytes = items.map(({ key, value }) => [key, Buffer.byteLength(value)] as const);
  const large = bytes.find(([, size]) => size > 256 * KIB);
  if (large !== undefined) {
    refuseField('metadata', large[0], 'Metadata value must be less than or equal to 262144 bytes.');
  }
  if (bytes.reduce((sum, [key, size]) => sum + key.length + size, 0) > 512 * KIB) {
    refuseCompute(413, 'uploadTooLarge', 'Metadata has exceeded 524288 bytes.');
  }
  const bad = items.find(({ key }) => !/^[\w-]{1,128}$/.test(key));
  if (bad !== undefined) refuseField('metadata.items.key', bad.key, 'It must match [a-zA-Z0-9-_]{1,128}.');
  return items;
}

export function checkedTags(items: readonly string[] = []): readonly string[] {
  const bad = items.find((tag) => !/^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/.test(tag));
  if (bad !== undefined) {
    refuseField('tags', bad, "Must be a match of regex '(?:[a-z](?:[-a-z0-9]{0,61}[a-z0-9])?)'");
  }
  return items;
}

export function checkedLabels(
  labels: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> {
  const problem = problemOfLabels(labels);
  if (problem !== null) refuseField('labels', JSON.stringify(labels), problem);
  return labels;
}

/** Returns the machine type of a link, which has to be of the same zone. */
export function checkedType(link: string, zone: string): MachineType {
  if (!link.endsWith(`zones/${zone}/machineTypes/${nameIn(link)}`)) {
    refuseField('resource.machineType', link, `The machine type is not one of the zone ${zone}.`);
  }
  const type = findMachineType(nameIn(link));
  return (
    type ??
    refuseField(
      'resource.machineType',
      link,
      `Machine type with name '${nameIn(link)}' does not exist in zone '${zone}'.`,
    )
  );
}

/** Scheduling in a request. */
export type GivenScheduling = { readonly [key in keyof Scheduling]?: Scheduling[key] | '' };

/** Returns scheduling with its defaults; all of a spot machine's settings depend on each other. */
export function checkedScheduling(asked: GivenScheduling, hasGpus: boolean): Scheduling {
  // An empty text says as much as nothing.
  const given = Object.fromEntries(
    Object.entries(asked).filter(([, value]) => value !== ''),
  ) as Partial<Scheduling>;
  const isSpot = given.provisioningModel === 'SPOT' || given.preemptible === true;
  const scheduling: Scheduling = {
    provisioningModel: given.provisioningModel ?? 'STANDARD',
    preemptible: given.preemptible ?? isSpot,
    automaticRestart: given.automaticRestart ?? !isSpot,
    onHostMaintenance: given.onHostMaintenance ?? (isSpot ? 'TERMINATE' : 'MIGRATE'),
    // One that is not said stays unsaid for a machine that is not of spot.
    ...(given.instanceTerminationAction === undefined
      ? given.provisioningModel === 'SPOT'
        ? { instanceTerminationAction: 'STOP' }
        : {}
      : { instanceTerminationAction: given.instanceTerminationAction }),
  };
  const wrong = (field: string, rule: string) =>
    refuseField(`resource.scheduling.${field}`, JSON.stringify(given), rule);
  if (isSpot && scheduling.automaticRestart) {
    wrong('automaticRestart', 'Scheduling must have automatic restart be off when preemptible is true.');
  }
  if (isSpot && scheduling.onHostMaintenance !== 'TERMINATE') {
    wrong(
      'onHostMaintenance',
      'Scheduling must have on host maintenance be TERMINATE when preemptible is true.',
    );
  }
  if (!isSpot && scheduling.instanceTerminationAction !== undefined) {
    wrong('instanceTerminationAction', 'You cannot specify a termination action for a STANDARD instance.');
  }
  if (hasGpus && scheduling.onHostMaintenance !== 'TERMINATE') {
    refuseCompute(400, 'invalid', 'Instances with guest accelerators do not support live migration.');
  }
  return scheduling;
}

/** Checks the GPUs that are added to a machine. */
export function checkGpus(accelerators: readonly JsonObject[], type: MachineType): void {
  if (accelerators.length > 0 && !type.takesGpus && !type.hasGpus) {
    refuseCompute(
      400,
      'badRequest',
      `[${type.name}, accelerators] features are not compatible for creating instance.`,
    );
  }
}
