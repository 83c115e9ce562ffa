import { Command } from 'clipanion';
import type { CommandClass } from 'clipanion';
import type { HelixContext } from './context';

/** An option as its command declares it. */
export interface OptionShape {
  /** `--follow` and `-f`, the longest first. */
  readonly names: readonly string[];
  readonly takesValue: boolean;
  readonly description: string;
  /** The value that stands where the option is not given; null where there is none. */
  readonly default: string | null;
}

/** A word that a command takes by its place. */
export interface PositionalShape {
  readonly name: string;
  readonly required: boolean;
  /** Whether it can be given several times. */
  readonly repeats?: boolean;
}

/** The words that a command takes. */
export interface CommandShape {
  /** `helix state list` */
  readonly title: string;
  readonly positionals: readonly PositionalShape[];
  readonly options: readonly OptionShape[];
}

/** Returns the words that a command takes, from the same declarations as the parser. */
export function shapeOf(command: CommandClass<HelixContext>): CommandShape {
  const declared = Object.entries(new command() as unknown as Record<string, unknown>).filter(isDeclaration);
  const positionals: PositionalShape[] = [];
  const options: OptionShape[] = [];
  for (const [key, declaration] of declared) {
    const value = (): unknown =>
      declaration.transformer({}, key, { options: [], positionals: [] }, { env: {} });
    declaration.definition(
      {
        addPositional: ({ name, required = true }) => {
          positionals.push({ name: shownName(name), required });
        },
        addRest: ({ name }) => {
          positionals.push({ name: shownName(name), required: false, repeats: true });
        },
        addOption: ({ names, arity = 0, description = '' }) => {
          const initial = value();
          options.push({
            names: names.toSorted((a, b) => b.length - a.length),
            takesValue: arity > 0,
            description,
            default: typeof initial === 'string' ? initial : null,
          });
        },
      },
      key,
    );
  }
  return { title: `helix ${command.paths?.[0]?.join(' ') ?? ''}`, positionals, options };
}

/** A declaration of options, as Clipanion calls it; it publishes no type of its builder. */
interface Declaration {
  definition(builder: Builder, key: string): void;
  transformer(builder: object, key: string, state: object, context: object): unknown;
}

interface Builder {
  addPositional(given: { readonly name: string; readonly required?: boolean }): void;
  addRest(given: { readonly name: string }): void;
  addOption(given: {
    readonly names: readonly string[];
    readonly arity?: number;
    readonly description?: string;
  }): void;
}

function shownName(name: string): string {
  return name.replaceAll(/[A-Z]/g, '-$&').toUpperCase();
}

function isDeclaration(entry: [string, unknown]): entry is [string, Declaration] {
  const [, value] = entry;
  return typeof value === 'object' && value !== null && Command.isOption in value;
}
