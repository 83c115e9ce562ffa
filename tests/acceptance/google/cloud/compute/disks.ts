import type { JsonObject } from '../../../../../src/values/json';
import { refuseCompute, refuseField } from '../errors';
import type { Serial } from '../serial';
import { checkedLabels } from './instance-rules';
import { findImage } from './machine-types';
import type { MachineType } from './machine-types';
import { nameIn, ROOT } from './places';

/** A disk of a machine. */
export interface Disk extends JsonObject {
  readonly name: string;
  readonly selfLink: string;
  readonly sizeGb: string;
  readonly users: string[];
}

const IMAGE_GB = 10;

/** Returns the boot disk that a new machine asks for, which is named after it. */
export function bootDisk(
  path: string,
  given: JsonObject | undefined,
  type: MachineType,
  serial: Serial,
): Disk {
  const [project = '', , zone = '', , machine = ''] = path.split('/').slice(1);
  const start = (given?.['initializeParams'] ?? {}) as {
    readonly sourceImage?: string;
    readonly diskType?: string;
    readonly diskSizeGb?: string | number;
    readonly labels?: Readonly<Record<string, string>>;
    readonly diskName?: string;
  };
  if (given?.['boot'] !== true)
    refuseField('resource.disks', '', 'Boot disk must be the first disk attached to the instance.');
  const image = findImage(start.sourceImage ?? '');
  if (image === null) {
    return refuseCompute(404, 'notFound', `The resource '${start.sourceImage ?? ''}' was not found`);
  }
  if (image.architecture !== type.architecture) {
    refuseCompute(
      400,
      'badRequest',
      `Requested machine type ${type.name} is not compatible with the architecture ${image.architecture} of the boot disk.`,
    );
  }
  const diskType = nameIn(start.diskType ?? 'pd-standard');
  if (!type.disks.includes(diskType)) {
    refuseCompute(
      400,
      'badRequest',
      `[${type.name}, ${diskType}] features are not compatible for creating instance.`,
    );
  }
  const size = Number(start.diskSizeGb ?? IMAGE_GB);
  if (size < IMAGE_GB) {
    refuseField(
      'resource.disks[0].initializeParams.diskSizeGb',
      `${size}`,
      `Requested disk size cannot be smaller than the image size (${IMAGE_GB} GB)`,
    );
  }
  const name = start.diskName ?? machine;
  const zonePath = `projects/${project}/zones/${zone}`;
  return {
    kind: 'compute#disk',
    id: serial.id(),
    name,
    zone: `${ROOT}${zonePath}`,
    selfLink: `${ROOT}${zonePath}/disks/${name}`,
    sizeGb: `${size}`,
    type: `${ROOT}${zonePath}/diskTypes/${diskType}`,
    sourceImage: ROOT + image.link,
    licenses: [`${ROOT}projects/ubuntu-os-cloud/global/licenses/ubuntu-2404-lts`],
    architecture: image.architecture,
    status: 'READY',
    creationTimestamp: serial.time(),
    labels: checkedLabels(start.labels),
    labelFingerprint: serial.fingerprint(),
    physicalBlockSizeBytes: '4096',
    users: [`${ROOT}${path}`],
  };
}

/** Returns a disk as its machine shows it. */
export function attachedDisk(disk: Disk, given: JsonObject): JsonObject {
  return {
    kind: 'compute#attachedDisk',
    type: 'PERSISTENT',
    mode: 'READ_WRITE',
    source: disk.selfLink,
    deviceName: given['deviceName'] ?? 'persistent-disk-0',
    index: 0,
    boot: true,
    autoDelete: given['autoDelete'] ?? false,
    licenses: disk['licenses'] ?? [],
    interface: 'SCSI',
    diskSizeGb: disk.sizeGb,
    architecture: disk['architecture'] ?? '',
  };
}
