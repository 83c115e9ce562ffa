import type { Owner } from '../../resources/owner';
import type { Machine } from './api/machine-calls';

/** The metadata by which a machine is ours. */
export const MARKS = {
  project: 'helix-project',
  workspace: 'helix-workspace',
  address: 'helix-address',
  lineage: 'helix-lineage',
  /** RFC 3339; empty: never. Nothing at Fly acts on it. */
  expiresAt: 'helix-expires-at',
  /** The key of the operation that made or last changed it. */
  operation: 'helix-op',
  /** The digest of the configuration that it was sent, before Fly filled in the rest. */
  config: 'helix-config',
  /** The version of the secrets that it has seen last; empty: it has none. */
  secrets: 'helix-secrets',
} as const;

/** Whether a machine carries the marks of an owner. */
export function isOwned(machine: Machine, { lineage, workspace, address }: Owner): boolean {
  const metadata = machine.config.metadata ?? {};
  return (
    metadata[MARKS.lineage] === lineage &&
    metadata[MARKS.workspace] === workspace &&
    metadata[MARKS.address] === address
  );
}

/** Returns the owner of a machine, for people; null for one that nobody of Helix has made. */
export function ownerOfMachine({ config }: Machine): string | null {
  const {
    [MARKS.lineage]: lineage,
    [MARKS.workspace]: workspace,
    [MARKS.address]: address,
  } = config.metadata ?? {};
  return lineage === undefined ? null : `${lineage}/${workspace ?? ''}/${address ?? ''}`;
}

/** Returns the version of the secrets that a machine has seen last; null for one without any. */
export function secretsVersionOf({ config }: Machine): number | null {
  const version = config.metadata?.[MARKS.secrets] ?? '';
  return version === '' ? null : Number(version);
}
