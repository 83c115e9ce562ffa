import { EXAMPLE_CLOUD } from '../clouds';
import { Command, Option } from 'clipanion';
import { HelixError } from '../errors';
import { chooseDeployment } from '../workflows/deployment';
import { areGiven } from './deploy-options';
import { RemoteDeployCommand } from './remote-deploy';

export class DeployCommand extends RemoteDeployCommand {
  static override paths = [['deploy']];
  static override usage = Command.Usage({
    category: 'Plan and apply',
    description: 'apply one instance: a container of this host; with --remote a machine',
    details: `
      Without NAME it is \`[local.dev]\`, else the only local instance: the same as \`apply --local --target NAME\`. For any other
      NAME it is the same as \`push NAME\`. With \`--remote\` it declares a machine in a cloud, or edits its table, shows the plan,
      asks, writes the file and applies: the same as \`cloud deploy\`.
    `,
    examples: [
      ['Build the image and start the container', '$0 deploy'],
      ['Deploy the queries of a cluster', '$0 deploy production'],
      [
        `Rent a machine on ${EXAMPLE_CLOUD.title} for a day and deploy to it`,
        `$0 deploy --remote --provider ${EXAMPLE_CLOUD.name} --cpu 4 --memory 16`,
      ],
      ['Rent the cheapest one that fits, without asking', '$0 deploy --remote --auto-select --yes'],
    ],
  });

  name = Option.String({ required: false });
  remote = Option.Boolean('--remote', false, { description: 'Deploy to a machine in a cloud' });

  async execute(): Promise<number> {
    if (this.remote) return this.deployRemote(this.name ?? null);
    if (areGiven(this.deploy, this.machine) || !this.save || this.interactive !== undefined) {
      throw new HelixError(
        'usage',
        'options of a machine, --ttl, --save and --interactive go with --remote',
        {
          hint: 'Add `--remote` to deploy to a machine in a cloud.',
        },
      );
    }
    const { name, local } = await chooseDeployment(this.context.ports, this.project, this.name ?? null);
    return this.applyAndPrint({
      mode: 'apply',
      targets: [name],
      local,
      source: this.source,
      question: 'Apply this plan?',
    });
  }
}
