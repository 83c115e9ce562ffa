import { isProgram } from '../../../config/cloud-toml/cloud-config';
import type { CloudConfig } from '../../../config/cloud-toml/cloud-config';
import { HelixError } from '../../../errors';
import type { Environment } from '../../../values/variables';
import { variableIn } from '../../host/variables';

/** The program that a user named, and the place where that stands. */
export interface NamedProgram {
  /** A name to look for on the search path, or an absolute path. */
  readonly program: string;
  readonly place: string;
}

/**
 * The program that HELIX_TERRAFORM names, else cloud.toml; null: neither does.
 * @throws HelixError `config` if the variable holds a relative path
 */
export function namedProgram(environment: Environment, config: CloudConfig | null): NamedProgram | null {
  const program = variableIn(environment, 'HELIX_TERRAFORM');
  if (program === undefined) {
    const written = config?.terraformProgram ?? null;
    return written === null ? null : { program: written, place: '`program` in [terraform] of cloud.toml' };
  }
  if (isProgram(program)) return { program, place: 'HELIX_TERRAFORM' };
  throw new HelixError('config', `HELIX_TERRAFORM is \`${program}\`, neither a name nor an absolute path.`, {
    hint: 'Name a program on the PATH, such as `tofu`, or write its absolute path.',
  });
}
