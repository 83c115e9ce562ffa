import { Command } from 'clipanion';
import { TerminatingCommand } from '../terminating-command';

export class CloudTerminateCommand extends TerminatingCommand {
  static override paths = [['cloud', 'terminate']];
  static override usage = Command.Usage({
    category: 'Clouds',
    description: 'destroy a deployment and keep it down, as terminate does',
    examples: [
      ['By name', '$0 cloud terminate remote'],
      ["By the cloud's own id", '$0 cloud terminate --deployment-id i-0d245e115efb39af2'],
      ['Every machine of the workspace, without asking', '$0 cloud terminate --all --yes'],
    ],
  });
}
