import { HelixError } from '../../../src/errors';
import type { Address } from '../../../src/values/resource';
import type { SecretDigests } from '../../../src/values/secret-digests';
import { boundedName } from '../../identifier';
import { HELIX_ID_PLACEHOLDER, PROJECT_PLACEHOLDER } from './placeholders';

/** An environment variable with a secret value. The texts may contain placeholders. */
export interface MachineSecret {
  readonly variable: string;
  readonly project: string;
  /** The id of the secret in Secret Manager. */
  readonly id: string;
  readonly version: string;
  /** `env:NAME` or `secret:FINGERPRINT` if Helix writes the secret itself; null: it exists already. */
  readonly written: string | null;
  /** The mark of a value that has changed since the machine was created; null: it has not. */
  readonly mark: string | null;
}

/** The name by which a machine reads a secret. */
export function versionName({ project, id, version }: MachineSecret): string {
  return `projects/${project}/secrets/${id}/versions/${version}`;
}

/** The secrets of a machine, sorted by variable. Throws HelixError `config` for a reference that Google cannot resolve. */
export function machineSecrets(
  address: Address,
  inputs: {
    readonly env: Readonly<Record<string, string>>;
    readonly secrets: Readonly<Record<string, string>>;
  },
  marks: SecretDigests,
): MachineSecret[] {
  const hidden = Object.entries(inputs.env).filter(([, value]) => !value.startsWith('literal:'));
  const references = new Map([...hidden, ...Object.entries(inputs.secrets)]);
  return [...references]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([variable, reference]) => secretOf(address, variable, reference, marks));
}

const STORED =
  /^(?:gsm:|projects\/(?<project>[\w.:-]+)\/secrets\/)(?<id>[\w-]+)(?:\/versions\/(?<version>[\w-]+))?$/;

function secretOf(
  address: Address,
  variable: string,
  reference: string,
  marks: SecretDigests,
): MachineSecret {
  if (/^(env|secret):/.test(reference)) {
    const id = `helix-${HELIX_ID_PLACEHOLDER}-${boundedName(variable, 200)}`;
    const mark = marks[`secrets.${variable}`] ?? marks[`env.${variable}`] ?? null;
    return { variable, project: PROJECT_PLACEHOLDER, id, version: 'latest', written: reference, mark };
  }
  const { project = PROJECT_PLACEHOLDER, id, version = 'latest' } = STORED.exec(reference)?.groups ?? {};
  if (id !== undefined) return { variable, project, id, version, written: null, mark: null };
  throw new HelixError(
    'config',
    `${address}: \`${variable}\` refers to a secret that a machine on Google Cloud cannot read.`,
    { hint: 'Write `env:NAME`, `gsm:NAME` or `projects/PROJECT/secrets/NAME`.' },
  );
}
