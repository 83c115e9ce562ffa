import { resolve } from 'node:path';
import { Command, Option } from 'clipanion';
import { pushState } from '../../workflows/state/push-state';
import { LockingCommand } from '../project-command';

export class StatePushCommand extends LockingCommand {
  static override paths = [['state', 'push']];
  static override usage = Command.Usage({
    category: 'State',
    description: 'replace the recorded state by an edited copy',
    details: `
      The copy must be one that \`helix state pull\` printed: of the same lineage, and nothing may have been written since
      (exit 5). It is a last resort: \`state mv\`, \`state rm\` and \`import\` know what they do.
    `,
    examples: [
      ['A copy that was pulled and edited', '$0 state push state.json'],
      ['From standard input', '$0 state push -'],
      ['Over what was written since', '$0 state push state.json --force'],
    ],
  });

  file = Option.String();
  force = Option.Boolean('--force', false, { description: 'Overwrite what is newer, or of another lineage' });
  json = Option.Boolean('--json', false, { description: 'Print JSON' });

  async execute(): Promise<number> {
    const { ports, terminal, cwd } = this.context;
    const path = resolve(cwd, this.file);
    const { state, kept } = await pushState(ports, {
      ...this.project,
      ...(this.file === '-'
        ? { text: await terminal.readInput(), file: 'standard input' }
        : { text: null, file: path }),
      force: this.force,
      lockTimeoutMs: this.lockTimeoutMs,
    });
    if (this.json) this.printJson({ serial: state.serial, lineage: state.lineage, kept });
    else this.print(`Wrote serial ${state.serial}.\n`);
    if (kept !== null) this.info(`What was there is kept in ${kept}.`);
    return 0;
  }
}
