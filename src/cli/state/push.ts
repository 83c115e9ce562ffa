import { resolve } from 'node:path';
import { Command, Option } from 'clipanion';
import { pushState } from '../../workflows/state/push-state';
import { LockingCommand } from '../project-command';

export class StatePushCommand extends LockingCommand {
  static override paths = [['state', 'push']];
  static override usage = Command.Usage({
    category: 'State',
    description: 'replace the recorded state with an edited copy',
    details: `
      The copy must come from \`helix state pull\`: it must have the same lineage, and the state must not have been written
      since (exit 5). Use it as a last resort; prefer \`state mv\`, \`state rm\` and \`import\`.
    `,
    examples: [
      ['Write back a copy that was pulled and edited', '$0 state push state.json'],
      ['Read the copy from standard input', '$0 state push -'],
      ['Overwrite what was written since', '$0 state push state.json --force'],
    ],
  });

  file = Option.String();
  force = Option.Boolean('--force', false, {
    description: 'Overwrite a state that is newer or of another lineage',
  });
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
    if (kept !== null) this.info(`The previous state is saved in ${kept}.`);
    return 0;
  }
}
