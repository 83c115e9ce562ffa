import { cloudOf } from '../../clouds';
import type { MachineCloud } from '../../clouds';
import { chooseInstance } from '../../machines/choose-instance';
import type { Ports } from '../../ports/ports';
import type { MachineSpec } from '../../resources/instance';

/** The machine whose price is shown beside a region. */
export const SHOWN_MACHINE: MachineSpec = {
  cpu: 2,
  memoryGb: 4,
  storageGb: 20,
  gpuCount: 0,
  gpuType: null,
  arch: 'amd64',
  spot: false,
  publicIp: true,
  burstable: true,
};

/** A region of a cloud, with the cheapest machine of 2 vCPUs and 4 GiB there. */
export interface CloudRegion {
  readonly provider: MachineCloud;
  readonly region: string;
  readonly isDefault: boolean;
  /** null: none is big enough. */
  readonly machine: string | null;
  /** Dollars for the machine, its disk and its address, as decimal text. */
  readonly usdPerHour: string | null;
}

/** Lists the regions of clouds by their price books, offline; the project's own books count where there is a project. */
export async function listCloudRegions(
  ports: Ports,
  directory: string,
  clouds: readonly MachineCloud[],
): Promise<readonly CloudRegion[]> {
  const root = (await ports.files.find(directory)).root ?? directory;
  const rows = await Promise.all(
    clouds.map(async (provider) => {
      const book = await ports.prices.load(root, provider);
      return [...book.regions].sort().map((region): CloudRegion => {
        const chosen = chooseInstance(SHOWN_MACHINE, region, book);
        return {
          provider,
          region,
          isDefault: region === cloudOf(provider).regions.default,
          machine: chosen.ok ? chosen.choice.type : null,
          usdPerHour: chosen.ok ? chosen.choice.rate.hourly : null,
        };
      });
    }),
  );
  return rows.flat();
}
