import { Command, Option } from 'clipanion';
import { EXAMPLE_CLOUD } from '../../clouds';
import { RemoteDeployCommand } from '../remote-deploy';

export class CloudDeployCommand extends RemoteDeployCommand {
  static override paths = [['cloud', 'deploy']];
  static override usage = Command.Usage({
    category: 'Clouds',
    description: 'declare a machine, or edit its table, and apply it',
    details: `
      It edits \`[deploy.NAME]\` in memory, shows the plan with its cost, asks, writes the file and applies. A "no" leaves the
      file as it was. Without NAME it is the only machine of the project, else \`remote\`. The same as \`deploy --remote\`.
    `,
    examples: [
      [
        `Rent a machine on ${EXAMPLE_CLOUD.title} for a day and deploy to it`,
        `$0 cloud deploy --provider ${EXAMPLE_CLOUD.name} --cpu 4 --memory 16`,
      ],
      ['Rent the cheapest one that fits, without asking', '$0 cloud deploy --auto-select --yes'],
      ['Let it live for a week, and tell a program', '$0 cloud deploy remote --ttl 7d --yes --json'],
    ],
  });

  name = Option.String({ required: false });

  async execute(): Promise<number> {
    return this.deployRemote(this.name ?? null);
  }
}
