import type { CommandClass } from 'clipanion';
import { EXIT_CODES } from '../errors';
import { shapeOf } from './command-shape';
import type { OptionShape } from './command-shape';
import type { HelixContext } from './context';
import type { HelixCommand } from './helix-command';

/** Everything that the help of a command tells; `--help` and docs/cli.md are renderings of it. */
export interface HelpPage {
  /** `helix state list` */
  readonly title: string;
  /** `helix output [NAME] [options]` */
  readonly usage: string;
  readonly description: string;
  readonly paragraphs: readonly string[];
  readonly options: readonly { readonly usage: string; readonly text: string }[];
  readonly exitCodes: readonly { readonly code: number; readonly text: string }[];
  readonly variables: readonly { readonly name: string; readonly text: string }[];
  readonly examples: readonly { readonly title: string; readonly line: string }[];
}

/** Returns the help of a command. */
export function helpPageOf(command: CommandClass<HelixContext>): HelpPage {
  const { title, positionals, options } = shapeOf(command);
  const { exitCodes, variables } = command as unknown as typeof HelixCommand;
  const { description = '', details = '', examples = [] } = command.usage ?? {};
  const places = positionals.map(({ name, required, repeats }) =>
    required ? name : `[${name}${repeats === true ? '...' : ''}]`,
  );
  return {
    title,
    usage: [title, ...places, '[options]'].join(' '),
    description: `${description.charAt(0).toUpperCase()}${description.slice(1)}.`,
    paragraphs: details
      .split(/\n\s*\n/)
      .map((paragraph) => paragraph.trim().replaceAll(/\s+/g, ' '))
      .filter((paragraph) => paragraph !== ''),
    options: options.map((option) => ({ usage: optionUsage(option), text: optionText(option) })),
    exitCodes: exitCodes.map((code) => ({ code, text: EXIT_CODES[code] ?? '' })),
    variables,
    examples: examples.map(([about, line]) => ({ title: about, line: line.replaceAll('$0', 'helix') })),
  };
}

function optionUsage({ names, takesValue }: OptionShape): string {
  return `${names.join(', ')}${takesValue ? ' VALUE' : ''}`;
}

function optionText({ description, default: value }: OptionShape): string {
  return value === null ? description : `${description}; default: ${value}`;
}
