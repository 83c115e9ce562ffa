import type { CommandClass } from 'clipanion';
import type { HelixContext } from './context';

/** A command before it is loaded. */
export interface ListedCommand {
  /** `[['state', 'list']]`; the first is its name, the others are aliases. */
  readonly paths: readonly (readonly string[])[];
  readonly category: string;
  readonly description: string;
  load(): Promise<CommandClass<HelixContext>>;
}

/** Returns `state list`. */
export function nameOf({ paths }: Pick<ListedCommand, 'paths'>): string {
  return paths[0]?.join(' ') ?? '';
}
