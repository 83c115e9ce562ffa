import { Command, Option } from 'clipanion';
import { importResource } from '../workflows/import';
import { ApprovingCommand } from './project-command';

export class ImportCommand extends ApprovingCommand {
  static override paths = [['import']];
  static override usage = Command.Usage({
    category: 'Plan and apply',
    description: 'adopt an existing cluster, so that this project owns it',
    details: `
      The plan shows the previous owner. The cluster is not changed; the next plan shows how it differs from the file.
    `,
    examples: [
      [
        'Adopt a cluster that another checkout created',
        '$0 import cluster.production helix-production-3f9ac2',
      ],
    ],
  });

  address = Option.String();
  id = Option.String();

  async execute(): Promise<number> {
    const reporter = this.context.terminal.reporter();
    await importResource(this.context.ports, {
      ...this.project,
      address: this.address,
      id: this.id,
      approve: (plan) => this.approve(plan, 'Take it over?'),
      reporter,
      lockTimeoutMs: this.lockTimeoutMs,
    }).finally(() => reporter.close());
    this.print(`${this.address} is now this project's. \`helix plan\` shows what differs.\n`);
    return 0;
  }
}
