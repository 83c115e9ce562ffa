import { Command, Option } from 'clipanion';
import { deleteInstance } from '../workflows/delete';
import { ApplyingCommand } from './applying-command';

export class DeleteCommand extends ApplyingCommand {
  static override paths = [['delete']];
  static override usage = Command.Usage({
    category: 'Project',
    description: 'destroy a resource, then remove its table from the file',
    examples: [['Remove a cluster and its table', '$0 delete staging']],
  });

  name = Option.String();
  deleteData = Option.Boolean('--delete-data', false, {
    description: 'Delete the volumes of local instances too; default: they stay',
  });

  async execute(): Promise<number> {
    let code = 0;
    const destroy = async (): Promise<boolean> => {
      code = await this.applyAndPrint({
        mode: 'destroy',
        targets: [this.name],
        deletesVolumes: this.deleteData,
        source: this.source,
        question: 'Destroy it, and take its table out?',
      });
      return code === 0;
    };
    const file = await deleteInstance(this.context.ports, { ...this.project, name: this.name }, destroy);
    if (file !== null) this.info(`Removed "${this.name}" from ${file}.`);
    return code;
  }
}
