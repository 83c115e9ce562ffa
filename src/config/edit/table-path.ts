import type { DeclaredInstance } from '../config';

/** Returns the path of the table that declares an instance, in the file that it is declared in. */
export function tablePathOf({ kind, name, source }: DeclaredInstance): readonly string[] {
  if (kind === 'local' || kind === 'enterprise') return [kind, name];
  if (kind !== 'deploy') return ['cloud', name];
  const inCargo = source.file.endsWith('Cargo.toml');
  return [...(inCargo ? ['package', 'metadata', 'blueprint'] : []), kind, name];
}
