import { Command, Option } from 'clipanion';
import { snakeKeys } from '../../render/json/snake-keys';
import { renderPreviews } from '../../render/lists/previews';
import { listPreviews } from '../../workflows/preview/list-previews';
import { HelixCommand } from '../helix-command';
import { CI_VARIABLES, PROJECT_VARIABLES } from '../variables';
import { FORGE_OPTION, openPullRequests } from './preview-options';

export class PreviewListCommand extends HelixCommand {
  static override readonly exitCodes = [0, 1, 3, 64];
  static override readonly variables = [...HelixCommand.variables, ...PROJECT_VARIABLES, ...CI_VARIABLES];
  static override paths = [['preview', 'list']];
  static override usage = Command.Usage({
    category: 'Previews',
    description: 'list the live previews, with their cost and expiry',
    details: 'Titles and authors come from the forge; `--no-forge` shows only what is recorded.',
    examples: [
      ['With titles', '$0 preview list'],
      ['What is recorded, as data', '$0 preview list --no-forge --json'],
    ],
  });

  forge = FORGE_OPTION();
  json = Option.Boolean('--json', false, { description: 'Print JSON' });

  async execute(): Promise<number> {
    const { ports, style } = this.context;
    const forge = await openPullRequests(this.context, this.forge, undefined);
    const request = { directory: this.startDirectory };
    const found = await listPreviews(ports, request, forge, (text) => this.info(text));
    const rows = found.map(({ facts, pull }) => ({
      ...facts,
      title: pull?.title ?? null,
      isOpen: pull?.isOpen ?? null,
      by: pull?.author ?? facts.by,
    }));
    if (this.json) this.printJson(snakeKeys(rows));
    else this.print(renderPreviews(rows, ports.clock.now().toISOString(), style));
    return 0;
  }
}
