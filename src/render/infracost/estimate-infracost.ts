import type { EstimateLine, Estimated } from '../../machines/estimate';
import type { JsonObject } from '../../values/json';
import { infracostDocument } from './document';
import type { CostedResource } from './resource';

/** Renders an estimate as Infracost does: everything in it is new. `name`: the project's. */
export function estimateInfracost({ lines, now }: Estimated, name: string): JsonObject {
  return infracostDocument({ name, workspace: 'default', resources: lines.map(costedLine), now });
}

function costedLine({ address, provider, region, rate }: EstimateLine): CostedResource {
  const place = [provider, region, rate.pricedAs].filter((part) => part !== null).join(' ');
  return {
    name: address ?? place,
    type: address?.slice(0, address.indexOf('.')) ?? 'instance',
    source: null,
    before: null,
    after: rate,
  };
}
