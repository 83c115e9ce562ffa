import { join } from 'node:path';
import { Command, Option } from 'clipanion';
import { HelixError } from '../../errors';
import { choiceOption, HelixCommand } from '../helix-command';
import { placeOf, SCRIPTS, SHELLS } from './shell-scripts';

export class CompletionCommand extends HelixCommand {
  static override paths = [['completion']];
  static override usage = Command.Usage({
    category: 'Project',
    description: 'print the script by which bash, zsh or fish completes words',
    details: `
      \`--install\` writes it where the shell finds it by itself, and touches no file of yours. The script asks Helix, so that a
      newer Helix needs no newer script.
    `,
    examples: [
      ['Install it', '$0 completion bash --install'],
      ['Use it in this shell alone', 'source <($0 completion bash)'],
    ],
  });
  static override readonly variables = [
    ...HelixCommand.variables,
    { name: 'XDG_DATA_HOME', text: 'Directory of completions; default: ~/.local/share' },
    { name: 'XDG_CONFIG_HOME', text: 'Directory of those of fish; default: ~/.config' },
  ];

  shell = Option.String();
  install = Option.Boolean('--install', false, { description: 'Write it where the shell finds it' });

  async execute(): Promise<number> {
    const shell = choiceOption('SHELL', this.shell, SHELLS);
    if (!this.install) {
      this.context.stdout.write(SCRIPTS[shell]);
      return 0;
    }
    const { files } = this.context.ports;
    const place = placeOf(
      shell,
      this.#directory('XDG_DATA_HOME', '.local/share'),
      this.#directory('XDG_CONFIG_HOME', '.config'),
    );
    await files.writeText(place.directory, place.file, SCRIPTS[shell]);
    this.print(`Wrote ${join(place.directory, place.file)}. New shells complete the words of helix.\n`);
    if (place.line !== null) this.info(`It needs this line before \`compinit\` in ~/.zshrc: ${place.line}`);
    return 0;
  }

  #directory(variable: 'XDG_DATA_HOME' | 'XDG_CONFIG_HOME', below: string): string {
    const { ports } = this.context;
    const given = ports.setting(variable);
    if (given !== undefined) return given;
    const home = ports.setting('HOME');
    if (home !== undefined) return join(home, below);
    throw new HelixError('config', 'there is no home directory', { hint: `Set HOME or ${variable}.` });
  }
}
