import type { Json, JsonObject } from '../../../../../src/values/json';
import type { Call, Vendor } from '../../../stand-in/vendor';
import { refuseCompute, refuseField } from '../errors';
import type { Instance, MetadataItem } from './instance';
import {
  checkedLabels,
  checkedMetadata,
  checkedScheduling,
  checkedTags,
  checkedType,
} from './instance-rules';
import type { GivenScheduling } from './instance-rules';
import type { InstanceParts } from './instance-parts';
import type { GivenAccess } from './networks';
import { findMachineType } from './machine-types';
import { nameIn, ROOT } from './places';

type Edit = (instance: Instance, call: Call) => () => unknown;

/** The calls that change a machine: each checks at once, and has its effect when its operation ends. */
export function instanceEdits(
  { project, serial, networks, operations, hasAccount }: InstanceParts,
  find: (call: Call) => Instance,
): Vendor['handlers'] {
  const edited = (edit: Edit) => (call: Call) => {
    const instance = find(call);
    const end = edit(instance, call);
    const type = call.operation.split('.').at(-1) ?? '';
    const target = instance.selfLink.slice(ROOT.length);
    const body: Json = operations.start({ type, target, failure: call.failure, end });
    return { status: 200, body };
  };
  return {
    'compute.instances.setMetadata': edited((instance, { body }) => {
      const { fingerprint, items } = body as { fingerprint?: string; items?: readonly MetadataItem[] };
      checkFresh('metadata', fingerprint, instance.metadata.fingerprint);
      const checked = checkedMetadata(items);
      return () =>
        (instance.metadata = {
          kind: 'compute#metadata',
          fingerprint: serial.fingerprint(),
          items: checked,
        });
    }),
    'compute.instances.setLabels': edited((instance, { body }) => {
      const { labelFingerprint, labels } = body as {
        labelFingerprint?: string;
        labels?: Record<string, string>;
      };
      checkFresh('labels', labelFingerprint, instance.labelFingerprint);
      const checked = checkedLabels(labels);
      return () => {
        instance.labels = checked;
        instance.labelFingerprint = serial.fingerprint();
      };
    }),
    'compute.instances.setTags': edited((instance, { body }) => {
      const { fingerprint, items } = body as { fingerprint?: string; items?: readonly string[] };
      checkFresh('tags', fingerprint, instance.tags.fingerprint);
      const checked = checkedTags(items);
      return () => (instance.tags = { fingerprint: serial.fingerprint(), items: checked });
    }),
    'compute.instances.setMachineType': edited((instance, { body, params: { zone = '' } }) => {
      checkStopped(instance, 'the machine type');
      const { machineType = '' } = body as { machineType?: string };
      const type = checkedType(machineType, zone);
      const now = findMachineType(nameIn(instance.machineType));
      if (type.architecture !== now?.architecture || !type.disks.includes(now.disks[0] ?? '')) {
        refuseCompute(
          400,
          'badRequest',
          `Requested machine type ${type.name} is not compatible with the boot disk of the instance.`,
        );
      }
      return () =>
        (instance.machineType = `${ROOT}projects/${project}/zones/${zone}/machineTypes/${type.name}`);
    }),
    'compute.instances.setServiceAccount': edited((instance, { body }) => {
      checkStopped(instance, 'the service account');
      const { email = '', scopes = [] } = body as { email?: string; scopes?: readonly string[] };
      if (email !== '' && !hasAccount(email)) {
        refuseCompute(400, 'badRequest', `The resource '${email}' of type 'serviceAccount' was not found.`);
      }
      return () => (instance.serviceAccounts = email === '' ? [] : [{ email, scopes }]);
    }),
    'compute.instances.setMinCpuPlatform': edited((instance, { body }) => {
      checkStopped(instance, 'the minimum CPU platform');
      const { minCpuPlatform } = body as { minCpuPlatform?: string };
      return () => (instance.minCpuPlatform = minCpuPlatform ?? '');
    }),
    'compute.instances.setScheduling': edited((instance, { body }) => {
      const given = body as GivenScheduling;
      const isSpot = instance.scheduling.provisioningModel === 'SPOT';
      if (
        (given.provisioningModel || instance.scheduling.provisioningModel) !==
        instance.scheduling.provisioningModel
      ) {
        refuseField('scheduling.provisioningModel', given.provisioningModel ?? '', 'It cannot be changed.');
      }
      const scheduling = checkedScheduling(
        { ...given, provisioningModel: isSpot ? 'SPOT' : 'STANDARD' },
        (instance.guestAccelerators ?? []).length > 0,
      );
      return () => (instance.scheduling = scheduling);
    }),
    'compute.instances.setDeletionProtection': edited((instance, { query }) => {
      const isProtected = query.get('deletionProtection') !== 'false';
      return () => (instance.deletionProtection = isProtected);
    }),
    'compute.instances.setDiskAutoDelete': edited((instance, { query }) => {
      const disk = instance.disks.find(({ deviceName }) => deviceName === query.get('deviceName'));
      if (disk === undefined)
        return refuseField('deviceName', query.get('deviceName') ?? '', 'No such device.');
      return () => Object.assign(disk, { autoDelete: query.get('autoDelete') === 'true' });
    }),
    'compute.instances.addAccessConfig': edited((instance, { query, body }) => {
      const nic = interfaceOf(instance, query);
      if ((nic.accessConfigs ?? []).length > 0) {
        refuseField('accessConfig', 'External NAT', 'At most one access config currently supported.');
      }
      const access = networks.access(body as unknown as GivenAccess);
      return () => (nic.accessConfigs = [access]);
    }),
    'compute.instances.deleteAccessConfig': edited((instance, { query }) => {
      const nic = interfaceOf(instance, query);
      const name = query.get('accessConfig') ?? '';
      if (nic.accessConfigs?.some((access) => access.name === name) !== true) {
        refuseField('accessConfig', name, 'The specified access config does not exist.');
      }
      return () => delete nic.accessConfigs;
    }),
    'compute.instances.update': edited((instance, { body }) => {
      const given = body as JsonObject;
      checkFresh('instance', given['fingerprint'] as string | undefined, instance.fingerprint);
      const { description, canIpForward } = given;
      return () => {
        if (typeof description === 'string') instance.description = description;
        if (typeof canIpForward === 'boolean') instance.canIpForward = canIpForward;
        instance.fingerprint = serial.fingerprint();
      };
    }),
    'compute.instances.start': edited((instance) => () => {
      if (instance.status === 'RUNNING') return;
      instance.status = 'RUNNING';
      instance.lastStartTimestamp = serial.time();
      for (const { accessConfigs = [] } of instance.networkInterfaces) {
        for (const access of accessConfigs) access.natIP ??= networks.freshAddress();
      }
    }),
    'compute.instances.stop': edited((instance) => {
      if (instance.status === 'RUNNING') instance.status = 'STOPPING';
      return () => {
        instance.status = 'TERMINATED';
        instance.lastStopTimestamp = serial.time();
        for (const { accessConfigs = [] } of instance.networkInterfaces) {
          for (const access of accessConfigs) if (!access.isReserved) delete access.natIP;
        }
      };
    }),
    'compute.instances.reset': edited((instance) => {
      if (instance.status !== 'RUNNING') {
        refuseCompute(
          400,
          'resourceNotReady',
          `The resource '${instance.selfLink.slice(ROOT.length)}' is not ready`,
        );
      }
      return () => undefined;
    }),
  };
}

function interfaceOf(instance: Instance, query: URLSearchParams) {
  const name = query.get('networkInterface') ?? '';
  const found = instance.networkInterfaces.find((nic) => nic.name === name);
  return found ?? refuseField('networkInterface', name, 'The specified network interface does not exist.');
}

function checkStopped({ status }: Instance, what: string): void {
  if (status === 'TERMINATED') return;
  refuseCompute(
    400,
    'resourceNotReady',
    `Instance must be stopped before ${what} can be changed: it is ${status}.`,
  );
}

function checkFresh(what: string, given: string | undefined, current: string): void {
  if (given === current) return;
  refuseCompute(412, 'conditionNotMet', `Supplied fingerprint does not match current ${what} fingerprint.`);
}
