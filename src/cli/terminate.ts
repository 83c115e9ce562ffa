import { Command } from 'clipanion';
import { TerminatingCommand } from './terminating-command';

export class TerminateCommand extends TerminatingCommand {
  static override paths = [['terminate']];
  static override usage = Command.Usage({
    category: 'Plan and apply',
    description: 'destroy a deployment and keep it down until it is renewed or deployed again',
    details: `
      The table stays in the file, and later plans leave the resource down. \`--all\` takes the machines of \`[deploy.N]\`:
      clusters, registries and containers of this host stay.
    `,
    examples: [
      ['By name', '$0 terminate remote'],
      ["By the cloud's own id", '$0 terminate --deployment-id i-0d245e115efb39af2'],
      ['Every machine of a blueprint, without asking', '$0 terminate --blueprint-id 123 --yes'],
      ['With its table', '$0 terminate remote --forget'],
    ],
  });
}
