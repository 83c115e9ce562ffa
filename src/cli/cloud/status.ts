import { Command } from 'clipanion';
import { StatusShowingCommand } from '../status-showing-command';

export class CloudStatusCommand extends StatusShowingCommand {
  static override paths = [['cloud', 'status']];
  static override usage = Command.Usage({
    category: 'Clouds',
    description: 'show the live status of the recorded resources, as status does',
    examples: [
      ['Once', '$0 cloud status'],
      ["By the cloud's own id", '$0 cloud status --deployment-id i-0d245e115efb39af2'],
    ],
  });
}
