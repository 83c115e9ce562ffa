import { Option } from 'clipanion';
import { HelixError } from '../errors';
import { snakeKeys } from '../render/json/snake-keys';
import { renderStatus } from '../render/lists/deployments/status';
import { renderStatusBlock } from '../render/lists/deployments/status-block';
import type { StatusReport } from '../workflows/status/status';
import { watchStatus } from '../workflows/status/watch-status';
import { choiceOption, durationOption } from './helix-command';
import { ProjectCommand } from './project-command';

/** Clears the screen and moves to its first line. */
const CLEAR = '\u001b[2J\u001b[H';

/** A command that shows how resources really are: `status` and `cloud status`. */
export abstract class StatusShowingCommand extends ProjectCommand {
  name = Option.String({ required: false });
  deploymentId = Option.String('--deployment-id', {
    description: "The cloud's own id of the resource to show",
  });
  watch = Option.Boolean('--watch', false, { description: 'Repeat until Ctrl-C' });
  every = Option.String('--every', '5s', { description: 'Interval of --watch, such as 10s' });
  recorded = Option.Boolean('--recorded', false, { description: 'Show the records, and ask nobody' });
  format = Option.String('--format', { description: 'Output format: text or json; default: text' });
  json = Option.Boolean('--json', false, { description: 'Print JSON, one document each time' });

  protected override get wantsJson(): boolean {
    return super.wantsJson || this.format === 'json';
  }

  async execute(): Promise<number> {
    const { ports, style } = this.context;
    if (this.format !== undefined) choiceOption('--format', this.format, ['text', 'json']);
    if (this.name !== undefined && this.deploymentId !== undefined) {
      throw new HelixError('usage', 'NAME and --deployment-id cannot be used together');
    }
    const isRedrawn = this.watch && style.terminal && this.context.env['TERM'] !== 'dumb';
    const every = durationOption('--every', this.every);
    const request = {
      ...this.project,
      name: this.name ?? this.deploymentId ?? null,
      recordedOnly: this.recorded,
    };
    for await (const report of watchStatus(ports, request, this.watch ? every : null)) {
      if (this.wantsJson) this.printJson(snakeKeys(report.rows));
      else this.print(`${isRedrawn ? CLEAR : ''}${this.#text(report, request.name)}`);
      if (this.context.answerFailed.aborted) break;
    }
    return 0;
  }

  #text({ rows, records, dashboardTemplate }: StatusReport, name: string | null): string {
    const { ports, style } = this.context;
    const now = ports.clock.now().toISOString();
    if (name === null) return renderStatus(rows, now, style);
    return rows
      .map((row) => renderStatusBlock(row, records.get(row.address) ?? null, dashboardTemplate, now, style))
      .join('\n');
  }
}
