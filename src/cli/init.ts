import { Command, Option } from 'clipanion';
import { init } from '../workflows/init';
import { HelixCommand } from './helix-command';

export class InitCommand extends HelixCommand {
  static override paths = [['init']];
  static override usage = Command.Usage({
    category: 'Project',
    description: 'make a project in this directory; creates nothing remote',
    examples: [
      ['An empty project', '$0 init'],
      ['With a first cluster on Helix Cloud', '$0 init --cloud --cloud-region us-east-1'],
    ],
  });

  name = Option.String('--name', { description: "The project's name; default: the directory's" });
  cloud = Option.Boolean('--cloud', false, { description: 'Declare a cluster on Helix Cloud' });
  cloudRegion = Option.String('--cloud-region', { description: 'Its region; default: us-east-1' });

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
