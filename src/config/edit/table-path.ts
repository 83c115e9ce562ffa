import type { DeclaredInstance } from '../config';

/** Returns the path of the table that declares an instance, in the file that it is declared in. */
export function tablePathOf({ kind, name, source }: DeclaredInstance): readonly string[] {
  switch (kind) {
    case 'local':
    case 'enterprise':
      return [kind, name];
    case 'deploy': {
      const inCargo = source.file.endsWith('Cargo.toml');
      return [...(inCargo ? ['package', 'metadata', 'blueprint'] : []), 'deploy', name];
    }
    case 'helix':
    case 'anonymous':
    case 'ecr':
    case 'ghcr':
    case 'docker_hub':
    case 'registry':
    case 'fly':
      return ['cloud', name];
  }
}
