import type { CloudName } from '../../clouds';
import { sizeOf } from '../../config/blueprint/blueprint-numbers';
import type { DeployInstance } from '../../config/config';
import { HelixError } from '../../errors';
import type { Ports } from '../../ports/ports';
import type { ProviderPrices } from '../../pricing/book/price-book';
import { cloudsIn, estimateMachine } from '../../machines/estimate';
import type { EstimatePlaces, Estimated } from '../../machines/estimate';
import { estimateResources } from '../../machines/estimate-resources';
import { priceDates } from '../../machines/price-dates';
import { ratesWith } from '../../pricing/instance-rates';
import { specOf } from '../../machines/machine-spec';
import type { MachineSpec } from '../../resources/instance';
import { lockedRates, lockedSizes } from '../../pricing/rates';
import { checkConfig } from '../project/check-config';
import type { ProjectRequest } from '../project/project';
import { sizeProject } from '../project/size-project';
import { readState } from '../state/state';

export interface MachineRequest {
  readonly directory: string;
  readonly places: EstimatePlaces;
  /** The requirements that were given; the rest is taken from the project's `[deploy.N]`, where there is just one. */
  readonly asked: Partial<MachineSpec>;
  readonly seconds: number | null;
}

/**
 * Estimates the cost of a machine, by the price book alone.
 * @throws HelixError `config` where there is no such machine
 */
export async function estimateOne(ports: Ports, request: MachineRequest): Promise<Estimated> {
  const { places, seconds } = request;
  const { root, declared } = await findDeployments(ports, request.directory);
  const spec = specFor(declared, request.asked);
  const books = new Map<CloudName, ProviderPrices>(
    await Promise.all(
      cloudsIn(places).map(async (cloud) => [cloud, await ports.prices.load(root, cloud)] as const),
    ),
  );
  const estimate = estimateMachine(spec, places, books, seconds);
  const [first] = estimate.unavailable;
  if (estimate.lines.length === 0 && first !== undefined) {
    throw new HelixError('config', first.message.replace(/\.$/, ''), { hint: first.hint });
  }
  return {
    ...estimate,
    spec,
    seconds,
    cost: null,
    priceBooks: [...books.values()],
    priceDates: priceDates(estimate.lines, null),
    now: ports.clock.now().toISOString(),
  };
}

/** Estimates the cost of a project as it is declared, on the machines that a plan would take. */
export async function estimateProject(
  ports: Ports,
  request: ProjectRequest,
  seconds: number | null,
): Promise<Estimated> {
  const { project: loaded, state } = await readState(ports, request);
  const choosing = { mode: 'apply', reselect: false, approved: null } as const;
  const project = await sizeProject(ports, loaded, state, choosing);
  const { desired, config, books } = project;
  const { endpoint } = config.helixCloud;
  return estimateResources(desired.resources, {
    records: state?.resources ?? {},
    books,
    rates: ratesWith(books, lockedRates(config.lock, endpoint)),
    basis: endpoint === 'embedded' ? 'sample' : 'prices',
    seconds,
    sizes: lockedSizes(config.lock, endpoint),
    regionsAt: config.lock?.helixCloud?.fetchedAt ?? null,
    now: ports.clock.now().toISOString(),
  });
}

/** Finds the `[deploy.N]` of the project around a directory; none where there is no valid project. */
async function findDeployments(
  ports: Ports,
  directory: string,
): Promise<{ readonly root: string; readonly declared: readonly DeployInstance[] }> {
  const { root } = await ports.files.find(directory);
  if (root === null) return { root: directory, declared: [] };
  const { config } = await checkConfig(ports, { directory: root, environment: null });
  const declared = (config?.instances ?? []).filter((instance) => instance.kind === 'deploy');
  return { root, declared };
}

function specFor(declared: readonly DeployInstance[], asked: Partial<MachineSpec>): MachineSpec {
  const [only, another] = declared;
  if (only !== undefined && another === undefined) return { ...specOf(only), ...asked };
  const burstable = asked.burstable ?? true;
  return {
    ...sizeOf({}, burstable ? 'min' : 'recommended'),
    gpuCount: 0,
    gpuType: null,
    arch: 'amd64',
    spot: false,
    publicIp: true,
    burstable,
    ...asked,
  };
}
