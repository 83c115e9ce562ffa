import type { Json, JsonObject } from '../../../../../src/values/json';
import type { Vendor } from '../../../stand-in/vendor';
import { refuseCompute } from '../errors';
import { findMachineType } from './machine-types';
import type { Networks } from './networks';
import { checkZone, nameIn, regionOf, REGIONS, ROOT, zonesOf } from './places';

/** The handlers of all that a project finds and cannot make: zones, regions, networks, types of machines. */
export function lookups(project: string, networks: Networks): Vendor['handlers'] {
  const root = `${ROOT}projects/${project}`;
  const zone = (name: string): JsonObject => ({
    kind: 'compute#zone',
    name,
    status: 'UP',
    region: `${root}/regions/${regionOf(name)}`,
    selfLink: `${root}/zones/${name}`,
  });
  const answered = (body: Json) => ({ status: 200, body });
  return {
    'compute.zones.get': ({ params: { zone: name = '' } }) => {
      checkZone(project, name);
      return answered(zone(name));
    },
    'compute.zones.list': ({ query }) => {
      const region = /region\s*(?:eq|=)\s*"?([^\s")]+)/.exec(query.get('filter') ?? '')?.[1];
      const names = Object.keys(REGIONS).flatMap(zonesOf);
      const items = names
        .filter((name) => region === undefined || regionOf(name) === nameIn(region))
        .map(zone);
      return answered({ kind: 'compute#zoneList', items });
    },
    'compute.regions.get': ({ params: { region = '' } }) => {
      if (!(region in REGIONS)) {
        refuseCompute(404, 'notFound', `The resource 'projects/${project}/regions/${region}' was not found`);
      }
      return answered({
        kind: 'compute#region',
        name: region,
        status: 'UP',
        selfLink: `${root}/regions/${region}`,
        zones: zonesOf(region).map((name) => `${root}/zones/${name}`),
      });
    },
    'compute.networks.get': ({ params: { network = '' } }) => answered(networks.network(network)),
    'compute.networks.list': () =>
      answered({
        kind: 'compute#networkList',
        ...(networks.names.size === 0
          ? {}
          : { items: [...networks.names].map((name) => networks.network(name)) }),
      }),
    'compute.subnetworks.get': ({ params: { region = '', subnetwork = '' } }) =>
      answered(networks.subnetwork(region, subnetwork)),
    'compute.machineTypes.get': ({ params: { zone: of = '', machineType = '' } }) => {
      checkZone(project, of);
      return answered(typeOf(root, of, machineType));
    },
    'compute.machineTypes.list': ({ query, params: { zone: of = '' } }) => {
      checkZone(project, of);
      const name = /name\s*(?:eq|=)\s*"?([^\s")]+)/.exec(query.get('filter') ?? '')?.[1] ?? 'e2-small';
      const items = findMachineType(name) === null ? [] : [typeOf(root, of, name)];
      return answered({ kind: 'compute#machineTypeList', ...(items.length === 0 ? {} : { items }) });
    },
  };
}

function typeOf(root: string, zone: string, name: string): JsonObject {
  const type = findMachineType(name);
  if (type === null) {
    return refuseCompute(
      404,
      'notFound',
      `The resource '${root.slice(ROOT.length)}/zones/${zone}/machineTypes/${name}' was not found`,
    );
  }
  return {
    kind: 'compute#machineType',
    name,
    zone,
    architecture: type.architecture,
    selfLink: `${root}/zones/${zone}/machineTypes/${name}`,
  };
}
