import type { CloudName } from '../clouds';
import { sizeOf } from '../config/blueprint/blueprint-numbers';
import type { DeployInstance } from '../config/config';
import { HelixError } from '../errors';
import type { Ports } from '../ports/ports';
import type { ProviderPrices } from '../pricing/book/price-book';
import { cloudsIn, estimateMachine, totalOf } from '../machines/estimate';
import type { EstimateLine, EstimatePlaces, Estimated } from '../machines/estimate';
import { ratesWith } from '../pricing/instance-rates';
import { specOf } from '../machines/machine-spec';
import type { MachineSpec } from '../resources/instance';
import { planCost } from '../pricing/plan-cost';
import { lockedRates } from '../pricing/rates';
import { checkConfig } from './project/check-config';
import type { ProjectRequest } from './project/project';
import { sizeProject } from './project/size-project';
import { readState } from './state/state';

export interface MachineRequest {
  readonly directory: string;
  readonly places: EstimatePlaces;
  /** What is asked of the machine; what is not, is as the project's `[deploy.N]` has it, where there is just one. */
  readonly asked: Partial<MachineSpec>;
  readonly seconds: number | null;
}

/**
 * What a machine would cost, by the price book alone.
 * @throws HelixError `config` where there is no such machine
 */
export async function estimateOne(ports: Ports, request: MachineRequest): Promise<Estimated> {
  const { places, seconds } = request;
  const { root, declared } = await projectAround(ports, request.directory);
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
  return { ...estimate, spec, seconds, cost: null, priceBooks: [...books.values()] };
}

/** What a project costs as it is declared, on the machines that a plan would take. */
export async function estimateProject(
  ports: Ports,
  request: ProjectRequest,
  seconds: number | null,
): Promise<Estimated> {
  const { project: loaded, state } = await readState(ports, request);
  const choosing = { mode: 'apply', reselect: false, approved: null } as const;
  const project = await sizeProject(ports, loaded, state, choosing);
  const { config, books } = project;
  const { endpoint } = config.helixCloud;
  const rates = ratesWith(books, lockedRates(config.lock, endpoint));
  const now = ports.clock.now().getTime();
  const lines = project.desired.resources.flatMap((resource): EstimateLine[] => {
    if (resource.readOnly || resource.kind === 'image') return [];
    const { address, provider, region, ttlSeconds } = resource;
    const record = state?.resources[address];
    const rate = rates({ ...resource, outputs: record?.outputs ?? {} });
    const ends = record !== undefined && record.ttlSeconds === ttlSeconds ? record.expiresAt : null;
    const lives = ends === null ? ttlSeconds : Math.max(0, Math.round((Date.parse(ends) - now) / 1000));
    const paid = seconds === null ? lives : Math.min(seconds, lives ?? seconds);
    const priced = books.get(provider as CloudName);
    const machine =
      priced === undefined || rate.pricedAs === null ? null : (priced.typeNamed(rate.pricedAs) ?? null);
    return [
      {
        address,
        provider,
        region,
        machine,
        rate,
        seconds: paid,
        total: totalOf(rate, paid),
        cheapest: false,
      },
    ];
  });
  const cost = planCost(
    lines.flatMap(({ address, rate }) => (address === null ? [] : [{ address, before: null, after: rate }])),
    endpoint === 'embedded' ? 'sample' : 'prices',
  );
  return { lines, unavailable: [], spec: null, seconds, cost, priceBooks: [...books.values()] };
}

/** The project that a directory is in, as far as there is one, and it is in order. */
async function projectAround(
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
