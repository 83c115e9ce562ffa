import { Command, Option } from 'clipanion';
import { init } from '../workflows/init';
import { HelixCommand } from './helix-command';

export class InitCommand extends HelixCommand {
  static override paths = [['init']];
  static override usage = Command.Usage({
    category: 'Project',
    description: 'create a project in this directory; nothing remote is created',
    examples: [
      ['Create an empty project', '$0 init'],
      ['Create one with a cluster on Helix Cloud', '$0 init --cloud --cloud-region us-east-1'],
    ],
  });

  name = Option.String('--name', { description: 'Name of the project; default: the name of the directory' });
  cloud = Option.Boolean('--cloud', false, { description: 'Declare a cluster on Helix Cloud' });
  cloudRegion = Option.String('--cloud-region', { description: 'Region of the cluster; default: us-east-1' });

  async execute(): Promise<number> {
    const { files, notes } = await init(this.context.ports, {
      directory: this.startDirectory,
      name: this.name ?? null,
      cloud: this.cloud,
      region: this.cloudRegion ?? null,
    });
    this.print(`Wrote ${files.join(' and ')}.\n`);
    notes.forEach((note) => this.info(note));
    this.info(this.cloud ? 'Next: `helix plan`.' : 'Next: `helix add NAME --cloud`, then `helix plan`.');
    return 0;
  }
}
