import { Command, Option } from 'clipanion';
import { HelixError } from '../../errors';
import { snakeKeys } from '../../render/json/snake-keys';
import { timeText } from '../../render/time-text';
import { rotateKey } from '../../workflows/keys/rotate-key';
import { durationOption, HelixCommand } from '../helix-command';
import { HELIX_CLOUD_VARIABLES } from '../variables';
import { openKeyOutput } from './key-output';

const LONGEST_GRACE_SECONDS = 30 * 86_400;

/** A command that rotates one key. */
abstract class RotatingCommand extends HelixCommand {
  static override readonly changesSomething = true;
  static override readonly exitCodes = [0, 1, 3, 5, 9, 64];
  static override readonly variables = [...HelixCommand.variables, ...HELIX_CLOUD_VARIABLES];

  grace = Option.String('--grace', '24h', { description: 'Time that the old key still works; 0: none' });
  out = Option.String('--out', { description: 'File for the key, readable by you alone; -: print it' });
  json = Option.Boolean('--json', false, { description: 'Print JSON' });

  protected async rotate(word: string | null): Promise<number> {
    const graceSeconds = this.#grace();
    const output = await openKeyOutput(this.context, this.out, !this.json);
    try {
      const { made, place } = await rotateKey(this.context.ports, {
        directory: this.startDirectory,
        word,
        graceSeconds,
        deliver: output.deliver,
        alsoDelivers: this.out !== undefined,
        onNote: (text) => this.info(text),
      });
      const isInFile = this.out !== undefined && this.out !== '-';
      const isShown = !isInFile && (place === null || this.out === '-');
      if (this.json) this.printJson(snakeKeys({ ...made, place, key: isShown ? made.key : undefined }));
      this.info(`Rotated the key ${made.name}: the new one is ${made.id}.`);
      this.info(`The old one works until ${timeText(made.previousValidUntil)}.`);
      if (place !== null) this.info(`The new one is saved in ${place}.`);
      if (isInFile) this.info(`It is in ${this.out ?? ''}, for you alone.`);
      else if (isShown) this.info('It is not shown again.');
    } finally {
      await output.close();
    }
    return 0;
  }

  #grace(): number {
    const seconds = /^0[a-z]*$/.test(this.grace) ? 0 : durationOption('--grace', this.grace);
    if (seconds <= LONGEST_GRACE_SECONDS) return seconds;
    throw new HelixError('usage', `--grace: "${this.grace}" is longer than 30 days`, {
      hint: 'At most `30d`.',
    });
  }
}

export class KeysRotateCommand extends RotatingCommand {
  static override paths = [['keys', 'rotate']];
  static override usage = Command.Usage({
    category: 'Clouds',
    description: 'replace an API key of Helix Cloud with a new one',
    details:
      'Without a name it is the key in use: the new one is checked, then saved in its place. A key other than that is printed on standard output.',
    examples: [
      ['Replace the saved key', '$0 keys rotate'],
      ['Replace the key of a job', '$0 keys rotate ci --grace 7d --out ci.key'],
    ],
  });

  word = Option.String({ required: false, name: 'id-or-name' });

  async execute(): Promise<number> {
    return this.rotate(this.word ?? null);
  }
}

export class AuthCreateKeyCommand extends RotatingCommand {
  static override paths = [['auth', 'create-key']];
  static override usage = Command.Usage({
    category: 'Clouds',
    description: 'replace the API key of one cluster with a new one',
    details: 'The same as `helix keys rotate cluster:CLUSTER`.',
    examples: [['Replace the key of a cluster', '$0 auth create-key prod-1']],
  });

  cluster = Option.String();

  async execute(): Promise<number> {
    return this.rotate(`cluster:${this.cluster}`);
  }
}
