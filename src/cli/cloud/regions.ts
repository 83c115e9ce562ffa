import { Command, Option } from 'clipanion';
import { renderRegions } from '../../render/lists/regions';
import { listRegions } from '../../workflows/prices/regions';
import { ProjectCommand } from '../project-command';
import { snakeKeys } from '../../render/json/snake-keys';

export class CloudRegionsCommand extends ProjectCommand {
  static override paths = [['cloud', 'regions']];
  static override usage = Command.Usage({
    category: 'Clouds',
    description: 'list the regions, sizes and prices of Helix Cloud',
    details: 'Without `--update` it prints what `helix.lock.json` pins, offline.',
    examples: [
      ['Print the pinned prices', '$0 cloud regions'],
      ['Fetch and pin new ones', '$0 cloud regions --update'],
    ],
  });

  update = Option.Boolean('--update', false, { description: 'Fetch them and write helix.lock.json' });
  json = Option.Boolean('--json', false, { description: 'Print JSON' });

  async execute(): Promise<number> {
    const pinned = await listRegions(this.context.ports, this.project, this.update);
    if (this.json) this.printJson(snakeKeys(pinned));
    else this.print(renderRegions(pinned.regions, this.context.style));
    return 0;
  }
}
