import type { Json, JsonObject } from '../../../../../src/values/json';
import type { Call, Vendor } from '../../../stand-in/vendor';
import { refuseCompute } from '../errors';
import { writePolicy } from '../policy-handlers';
import { attachedDisk, bootDisk } from './disks';
import type { Disk } from './disks';
import type { Instance, MetadataItem, Scheduling } from './instance';
import { instanceEdits } from './instance-edits';
import type { InstanceParts } from './instance-parts';
import {
  checkedLabels,
  checkedMetadata,
  checkedScheduling,
  checkedTags,
  checkedType,
  checkGpus,
} from './instance-rules';
import type { Networks } from './networks';
import { checkZone, nameIn, ROOT } from './places';
import { textAt } from '../text-at';

/** The machines of a project, and their disks. */
export class Instances {
  readonly instances = new Map<string, Instance>();
  readonly disks = new Map<string, Disk>();
  readonly #parts: InstanceParts;
  readonly handlers: Vendor['handlers'];

  constructor(parts: InstanceParts) {
    this.#parts = parts;
    const { policies } = parts;
    this.handlers = {
      'compute.instances.insert': (call) => ({ status: 200, body: this.#insert(call) }),
      'compute.instances.get': (call) => ({ status: 200, body: shown(this.find(call)) }),
      'compute.instances.list': (call) => ({ status: 200, body: this.#list(call) }),
      'compute.instances.delete': (call) => ({ status: 200, body: this.#delete(call) }),
      'compute.instances.getIamPolicy': (call) => ({
        status: 200,
        body: policies.read(pathOf(this.find(call))),
      }),
      'compute.instances.setIamPolicy': (call) => {
        const { policy = {} } = call.body as { policy?: object };
        return { status: 200, body: writePolicy(policies, pathOf(this.find(call)), policy, call.failure) };
      },
      'compute.disks.get': ({ path }) => ({
        status: 200,
        body: this.#disk(path.slice('/compute/v1/'.length)),
      }),
      ...instanceEdits(parts, (call) => this.find(call)),
    };
  }

  /** Takes a machine away as the cloud does by itself: one of spot, or at the request of the machine. */
  remove(name: string): void {
    for (const [path, { disks }] of this.instances) {
      if (nameIn(path) !== name) continue;
      this.instances.delete(path);
      this.#parts.policies.remove(path);
      for (const disk of disks) {
        if (disk['autoDelete'] === true) this.disks.delete(textAt(disk, 'source').slice(ROOT.length));
      }
    }
  }

  find({ params: { project = '', zone = '', instance, resource = '' } }: Call): Instance {
    const path = `projects/${project}/zones/${zone}/instances/${instance ?? resource}`;
    return this.instances.get(path) ?? refuseCompute(404, 'notFound', `The resource '${path}' was not found`);
  }

  #insert({ params: { project = '', zone = '' }, body, failure }: Call): Json {
    const { serial, networks, operations } = this.#parts;
    const given = body as GivenInstance;
    checkZone(project, zone);
    const name = given.name ?? '';
    const path = `projects/${project}/zones/${zone}/instances/${name}`;
    if (this.instances.has(path)) {
      refuseCompute(409, 'alreadyExists', `The resource '${path}' already exists`);
    }
    const type = checkedType(given.machineType ?? '', zone);
    const accelerators = given.guestAccelerators ?? [];
    checkGpus(accelerators, type);
    const disk = bootDisk(path, given.disks?.[0], type, serial);
    const diskPath = disk.selfLink.slice(ROOT.length);
    if (this.disks.has(diskPath)) {
      refuseCompute(409, 'alreadyExists', `The resource '${diskPath}' already exists`);
    }
    const stranger = given.serviceAccounts?.find(({ email }) => !this.#parts.hasAccount(email))?.email;
    if (stranger !== undefined) {
      refuseCompute(400, 'badRequest', `The resource '${stranger}' of type 'serviceAccount' was not found.`);
    }
    const made: Instance = {
      kind: 'compute#instance',
      id: serial.id(),
      name,
      zone: `${ROOT}projects/${project}/zones/${zone}`,
      selfLink: ROOT + path,
      creationTimestamp: serial.time(),
      cpuPlatform: type.architecture === 'ARM64' ? 'Ampere Altra' : 'Intel Broadwell',
      status: 'PROVISIONING',
      machineType: `${ROOT}projects/${project}/zones/${zone}/machineTypes/${type.name}`,
      description: given.description ?? '',
      canIpForward: given.canIpForward ?? false,
      deletionProtection: given.deletionProtection ?? false,
      startRestricted: false,
      fingerprint: serial.fingerprint(),
      metadata: {
        kind: 'compute#metadata',
        fingerprint: serial.fingerprint(),
        items: checkedMetadata(given.metadata?.items),
      },
      tags: { fingerprint: serial.fingerprint(), items: checkedTags(given.tags?.items) },
      labels: checkedLabels(given.labels),
      labelFingerprint: serial.fingerprint(),
      disks: [attachedDisk(disk, given.disks?.[0] ?? {})],
      networkInterfaces: [networks.interface(given.networkInterfaces?.[0], zone)],
      scheduling: checkedScheduling(given.scheduling ?? {}, accelerators.length > 0 || type.hasGpus),
      ...(given.serviceAccounts === undefined ? {} : { serviceAccounts: given.serviceAccounts }),
      ...(accelerators.length === 0 ? {} : { guestAccelerators: accelerators }),
      shieldedInstanceConfig: given.shieldedInstanceConfig ?? {
        enableSecureBoot: false,
        enableVtpm: true,
        enableIntegrityMonitoring: true,
      },
      shieldedInstanceIntegrityPolicy: { updateAutoLearnPolicy: true },
      lastStartTimestamp: serial.time(),
    };
    this.instances.set(path, made);
    this.disks.set(diskPath, disk);
    const gone = () => {
      this.instances.delete(path);
      this.disks.delete(diskPath);
    };
    const runs = () => (made.status = 'RUNNING');
    return operations.start({ type: 'insert', target: path, failure, end: runs, undo: gone });
  }

  #delete(call: Call): Json {
    const found = this.find(call);
    if (found.deletionProtection) {
      refuseCompute(
        400,
        'invalidUsage',
        `Invalid resource usage: 'Resource cannot be deleted if it's protected against deletion. The resource '${pathOf(found)}' is protected.'.`,
      );
    }
    const before = found.status;
    found.status = 'STOPPING';
    return this.#parts.operations.start({
      type: 'delete',
      target: pathOf(found),
      failure: call.failure,
      end: () => this.remove(found.name),
      undo: () => (found.status = before),
    });
  }

  #list({ params: { project = '', zone = '' } }: Call): Json {
    const prefix = `projects/${project}/zones/${zone}/instances/`;
    const items = [...this.instances]
      .filter(([path]) => path.startsWith(prefix))
      .map(([, one]) => shown(one));
    return { kind: 'compute#instanceList', ...(items.length === 0 ? {} : { items }) };
  }

  #disk(path: string): Json {
    return this.disks.get(path) ?? refuseCompute(404, 'notFound', `The resource '${path}' was not found`);
  }
}

type GivenInstance = Partial<Omit<Instance, 'metadata' | 'tags' | 'networkInterfaces' | 'scheduling'>> & {
  readonly metadata?: { readonly items?: readonly MetadataItem[] };
  readonly tags?: { readonly items?: readonly string[] };
  readonly networkInterfaces?: readonly Parameters<Networks['interface']>[0][];
  readonly scheduling?: Partial<Scheduling>;
};

export function pathOf({ selfLink }: Instance): string {
  return selfLink.slice(ROOT.length);
}

/** The machine without what only the cloud itself knows. */
function shown(instance: Instance): JsonObject {
  const { networkInterfaces, ...rest } = instance;
  const interfaces = networkInterfaces.map(({ accessConfigs, ...one }) => ({
    ...one,
    ...(accessConfigs === undefined
      ? {}
      : { accessConfigs: accessConfigs.map(({ isReserved: _isReserved, ...config }) => config) }),
  }));
  return { ...rest, networkInterfaces: interfaces } as unknown as JsonObject;
}
