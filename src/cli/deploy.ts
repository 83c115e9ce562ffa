import { Command, Option } from 'clipanion';
import { chooseDeployment } from '../workflows/deployment';
import type { ProjectRequest } from '../workflows/project/project';
import { ApplyingCommand } from './applying-command';
import { BUILDER_OPTION, builderOf } from './builder-option';

export class DeployCommand extends ApplyingCommand {
  static override paths = [['deploy']];
  static override usage = Command.Usage({
    category: 'Plan and apply',
    description: 'apply one instance: by default the container of this host',
    details: `
      Without NAME it is \`[local.dev]\`, else the only local instance: the same as \`apply --local --target NAME\`. For any other
      NAME it is the same as \`push NAME\`.
    `,
    examples: [
      ['Build the image and start the container', '$0 deploy'],
      ['Deploy the queries of a cluster', '$0 deploy production'],
    ],
  });

  name = Option.String({ required: false });

  builder = BUILDER_OPTION();

  protected override get project(): ProjectRequest {
    return { ...super.project, builder: builderOf(this.builder) };
  }

  async execute(): Promise<number> {
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
