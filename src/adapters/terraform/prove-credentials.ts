import type { TerraformCloud } from '../../../stacks';
import type { CloudAccount, CredentialsSource } from '../../config/cloud-toml/cloud-config';
import { HelixError } from '../../errors';
import { askIdentity } from '../cloud-api/ask-identity';
import type { CloudCaller } from '../cloud-api/caller';

/** The credentials that a run would use. */
export interface UsedCredentials extends CloudCaller {
  /** null: cloud.toml has no account for the cloud. */
  readonly account: CloudAccount | null;
  readonly region: string;
  readonly scope: string | null;
}

const TIMEOUT_MS = 10_000;

/**
 * Asks a cloud by its cheapest call whether it takes the credentials of a run. Only a refusal ends the run: Terraform finds
 * credentials in more places, and it tells best why a cloud cannot be reached.
 * @throws HelixError `auth` with the place that the credentials come from
 */
export async function proveCredentials(
  cloud: TerraformCloud,
  { account, fetch, ...caller }: UsedCredentials,
): Promise<void> {
  let answers = 0;
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  try {
    await askIdentity(cloud, {
      ...caller,
      name: account?.name ?? cloud.facts.name,
      fetch: async (request) => {
        const response = await fetch(new Request(request, { signal }));
        answers += 1;
        return response;
      },
    });
  } catch (error) {
    if (!(error instanceof HelixError)) throw error;
    if (error.kind !== 'auth' || answers === 0) return;
    throw new HelixError('auth', error.message, {
      hint: hintFor(account, error.hint ?? ''),
      cause: error,
    });
  }
}

function hintFor(account: CloudAccount | null, clouds: string): string {
  const credentials = account?.credentials ?? null;
  if (credentials === null)
    return `They are those that the cloud's own tools find on this computer. ${clouds}`.trimEnd();
  return `They come from ${placeOf(credentials)}: replace them there, or name another place with \`helix cloud configure\`.`;
}

function placeOf(credentials: CredentialsSource): string {
  switch (credentials.type) {
    case 'environment':
      return credentials.prefix === ''
        ? 'the environment'
        : `the variables that begin with ${credentials.prefix}`;
    case 'file':
      return `${credentials.path}${credentials.profile === null ? '' : `, profile ${credentials.profile}`}`;
    case 'command':
      return `the output of \`${credentials.cmd[0] ?? ''}\``;
  }
}
