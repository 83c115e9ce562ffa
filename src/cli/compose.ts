import { Command, Option } from 'clipanion';
import { exportInstance } from '../workflows/compose';
import { ProjectCommand } from './project-command';

export class ComposeCommand extends ProjectCommand {
  static override paths = [['compose']];
  static override usage = Command.Usage({
    category: 'Project',
    description: 'print a local instance as a Compose file',
    details: `
      The file names the same container, network, volume and port; secrets become \`$\{NAME}\`. It is only printed: nothing is
      run, and Helix does not read it.
    `,
    examples: [['Write a Compose file', '$0 compose dev > docker-compose.yml']],
  });

  name = Option.String({ required: false });

  async execute(): Promise<number> {
    const { workspace, directory, environment } = this.project;
    const request = { workspace, directory, environment };
    const exported = await exportInstance(this.context.ports, request, this.name ?? null);
    const { renderCompose } = await import('../render/compose/compose-text');
    this.print(renderCompose(exported));
    return 0;
  }
}
