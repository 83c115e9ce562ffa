import { Command, Option } from 'clipanion';
import { restoreState } from '../../workflows/state/restore-state';
import { countOption } from '../helix-command';
import { LockingCommand } from '../project-command';

export class StateRestoreCommand extends LockingCommand {
  static override paths = [['state', 'restore']];
  static override usage = Command.Usage({
    category: 'State',
    description: 'return to an older state, when the newest is damaged',
    details: `
      The last ten states are kept; \`helix state verify\` lists them. The older state is written as the next serial, and the later
      ones stay beside it. No cloud is changed: what was done since is not on record, and \`helix plan --refresh\` shows
      what exists.
    `,
    examples: [['Return to the state of serial 41', '$0 state restore --serial 41']],
  });

  serial = Option.String('--serial', { required: true, description: 'Serial of the older state' });
  json = Option.Boolean('--json', false, { description: 'Print JSON' });

  async execute(): Promise<number> {
    const serial = countOption('--serial', this.serial, 1);
    const state = await restoreState(this.context.ports, {
      ...this.project,
      serial,
      lockTimeoutMs: this.lockTimeoutMs,
    });
    if (this.json) this.printJson({ serial: state.serial, lineage: state.lineage, restored: serial });
    else {
      this.print(
        `Wrote serial ${state.serial} from serial ${serial}. What was done since is not on record: \`helix plan --refresh\` shows what exists.\n`,
      );
    }
    return 0;
  }
}
