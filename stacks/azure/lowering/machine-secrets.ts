import { HelixError } from '../../../src/errors';
import type { Address } from '../../../src/values/resource';

/** An environment variable with a secret value. */
export interface MachineSecret {
  readonly variable: string;
  /** The address of a secret in a key vault that the machine reads; null: its value comes with the user data. */
  readonly url: string | null;
  /** `env:NAME` or `secret:FINGERPRINT` if Helix hands the value over. */
  readonly handed: string | null;
}

const IN_VAULT = /^https:\/\/([a-z0-9-]+)\.vault\.azure\.net\/secrets\//i;

/** The secrets of a machine, sorted by variable. Throws HelixError `config` for a reference that Azure cannot resolve. */
export function machineSecrets(
  address: Address,
  inputs: {
    readonly env: Readonly<Record<string, string>>;
    readonly secrets: Readonly<Record<string, string>>;
  },
): MachineSecret[] {
  const hidden = Object.entries(inputs.env).filter(([, value]) => !value.startsWith('literal:'));
  const references = new Map([...hidden, ...Object.entries(inputs.secrets)]);
  return [...references]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([variable, reference]) => {
      if (/^(env|secret):/.test(reference)) return { variable, url: null, handed: reference };
      if (IN_VAULT.test(reference)) return { variable, url: reference, handed: null };
      throw new HelixError(
        'config',
        `${address}: \`${variable}\` refers to a secret that a machine on Azure cannot read.`,
        { hint: 'Write `env:NAME`, or `https://VAULT.vault.azure.net/secrets/NAME`.' },
      );
    });
}

/** The names of the key vaults that hold secrets of a machine, sorted. */
export function vaultsOf(secrets: readonly MachineSecret[]): string[] {
  const names = secrets.flatMap(({ url }) => IN_VAULT.exec(url ?? '')?.[1]?.toLowerCase() ?? []);
  return [...new Set(names)].sort();
}
