import { HelixError } from '../../../src/errors';
import type { SecretDigests } from '../../../src/values/secret-digests';
import type { Address } from '../../../src/values/resource';
import { boundedName } from '../../identifier';
import { HELIX_ID_PLACEHOLDER } from './placeholders';
import { partitionOf } from './partition';

/** An environment variable with a secret value. The names may contain placeholders. */
export interface MachineSecret {
  readonly variable: string;
  /** The name or ARN of a parameter, or the ARN of a secret, that the machine reads. */
  readonly name: string;
  readonly arn: string;
  /** `env:NAME` or `secret:FINGERPRINT` if Helix writes the parameter itself; null: it exists already. */
  readonly written: string | null;
  /** The mark of a value that has changed since the machine was created; null: it has not. */
  readonly mark: string | null;
}

/** The secrets of a machine, sorted by variable. Throws HelixError `config` for a reference that AWS cannot resolve. */
export function machineSecrets(
  { address, region, cloudName }: { address: Address; region: string; cloudName: string },
  inputs: {
    readonly env: Readonly<Record<string, string>>;
    readonly secrets: Readonly<Record<string, string>>;
  },
  marks: SecretDigests,
): MachineSecret[] {
  const prefix = `arn:${partitionOf(region).arn}:ssm:${region}:*:parameter`;
  const hidden = Object.entries(inputs.env).filter(([, value]) => !value.startsWith('literal:'));
  const references = new Map([...hidden, ...Object.entries(inputs.secrets)]);
  return [...references]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([variable, reference]) => {
      if (/^(env|secret):/.test(reference)) {
        // AWS allows names of at most 1,011 characters.
        const name = `/helix/${boundedName(cloudName, 200)}-${HELIX_ID_PLACEHOLDER}/${boundedName(variable, 200)}`;
        const mark = marks[`secrets.${variable}`] ?? marks[`env.${variable}`] ?? null;
        return { variable, name, arn: prefix + name, written: reference, mark };
      }
      if (/^arn:[a-z-]+:(ssm|secretsmanager):/.test(reference)) {
        return { variable, name: reference, arn: reference, written: null, mark: null };
      }
      if (reference.startsWith('ssm:')) {
        const name = reference.slice('ssm:'.length);
        const arn = `${prefix}${name.startsWith('/') ? '' : '/'}${name}`;
        return { variable, name, arn, written: null, mark: null };
      }
      throw new HelixError(
        'config',
        `${address}: \`${variable}\` refers to a secret that a machine on AWS cannot read.`,
        {
          hint: 'Write `env:NAME`, `ssm:/path/of/a/parameter` or the ARN of a parameter or secret.',
        },
      );
    });
}
