import { Option } from 'clipanion';

/** Declares several options as one property of a command, which gets an object of their values. */
export function optionGroup<Options extends object>(options: Options): Options {
  // Clipanion types an option as the value that a command will find in its place.
  const declared = Object.entries(options) as unknown as [string, DeclaredOption][];
  return Option.makeCommandOption<Options>({
    definition: (builder) => {
      for (const [name, option] of declared) option.definition(builder, name);
    },
    transformer: (builder, _, state, context) => {
      const values = declared.map(([name, option]) => [
        name,
        option.transformer(builder, name, state, context),
      ]);
      return Object.fromEntries(values) as Options;
    },
  });
}

type DeclaredOption = Parameters<typeof Option.makeCommandOption<unknown>>[0];
