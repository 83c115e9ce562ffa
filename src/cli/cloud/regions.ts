import { Command, Option } from 'clipanion';
import { EXAMPLE_CLOUD, MACHINE_CLOUDS } from '../../clouds';
import type { MachineCloud } from '../../clouds';
import { HelixError } from '../../errors';
import { snakeKeys } from '../../render/json/snake-keys';
import { renderCloudRegions } from '../../render/lists/cloud-regions';
import { renderRegions } from '../../render/lists/regions';
import { listCloudRegions } from '../../workflows/prices/cloud-regions';
import { listRegions } from '../../workflows/prices/regions';
import { cloudOption } from '../cloud-option';
import { ProjectCommand } from '../project-command';

export class CloudRegionsCommand extends ProjectCommand {
  static override paths = [['cloud', 'regions']];
  static override usage = Command.Usage({
    category: 'Clouds',
    description: 'list the regions of Helix Cloud or of a cloud, with prices',
    details: `
      Without \`--update\` it prints what \`helix.lock.json\` pins, offline. With \`--provider\` it prints the regions of a cloud by its
      price book, also offline: the cheapest machine of 2 vCPUs and 4 GiB with 20 GB and an address, shared CPUs included.
    `,
    examples: [
      ['Print the pinned prices', '$0 cloud regions'],
      ['Fetch and pin new ones', '$0 cloud regions --update'],
      [`Print the regions of ${EXAMPLE_CLOUD.title}`, `$0 cloud regions --provider ${EXAMPLE_CLOUD.name}`],
    ],
  });

  update = Option.Boolean('--update', false, { description: 'Fetch them and write helix.lock.json' });
  provider = Option.String('--provider', { description: `Cloud: ${MACHINE_CLOUDS.join(', ')}` });
  all = Option.Boolean('--all', false, { description: 'List the regions of all these clouds' });
  json = Option.Boolean('--json', false, { description: 'Print JSON' });

  async execute(): Promise<number> {
    const { ports, style } = this.context;
    const clouds = this.#clouds();
    if (clouds !== null) {
      const regions = await listCloudRegions(ports, this.startDirectory, clouds);
      if (this.json) this.printJson(snakeKeys(regions));
      else this.print(renderCloudRegions(regions, style));
      return 0;
    }
    const pinned = await listRegions(ports, this.project, this.update);
    if (this.json) this.printJson(snakeKeys(pinned));
    else this.print(renderRegions(pinned.regions, style));
    return 0;
  }

  /** The clouds whose regions are asked for; null: those of Helix Cloud are. */
  #clouds(): readonly MachineCloud[] | null {
    if (this.provider === undefined && !this.all) return null;
    if (this.update)
      throw new HelixError(
        'usage',
        '--update is about Helix Cloud: `helix prices update` updates the others',
      );
    if (this.all && this.provider !== undefined)
      throw new HelixError('usage', '--provider and --all cannot be used together');
    if (this.provider === undefined) return MACHINE_CLOUDS;
    const cloud = cloudOption(this.provider, MACHINE_CLOUDS);
    return cloud === 'auto' ? MACHINE_CLOUDS : [cloud];
  }
}
