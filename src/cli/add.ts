import { Command, Option } from 'clipanion';
import { HelixError } from '../errors';
import { addCluster } from '../workflows/add';
import { HelixCommand } from './helix-command';

export class AddCommand extends HelixCommand {
  static override paths = [['add']];
  static override usage = Command.Usage({
    description: 'declare an instance in helix.toml, in place; creates nothing remote',
    examples: [['A cluster on Helix Cloud', '$0 add staging --cloud --cloud-region us-east-1']],
  });

  name = Option.String();
  cloud = Option.Boolean('--cloud', false, { description: 'A cluster on Helix Cloud' });
  cloudRegion = Option.String('--cloud-region', { description: 'Its region; default: us-east-1' });

  async execute(): Promise<number> {
    if (!this.cloud) {
      throw new HelixError('usage', 'what is to be added?', { hint: `\`helix add ${this.name} --cloud\`` });
    }
    const { clusterId, notes } = await addCluster(this.context.ports, {
      directory: this.startDirectory,
      name: this.name,
      region: this.cloudRegion ?? null,
    });
    this.answer(`Added [cloud.${this.name}.helix] with cluster_id = "${clusterId}" to helix.toml.\n`);
    notes.forEach((note) => this.say(note));
    this.say('Next: `helix plan`.');
    return 0;
  }
}
