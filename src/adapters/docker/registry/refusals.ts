import { HelixError } from '../../../errors';
import { loginText } from './found-login';
import type { LoginSearch } from '../connection/registry-login';

/** The error for a registry that does not accept a log-in, or wants one where there is none. `why` finishes the sentence. */
export function loginRefused(host: string, search: LoginSearch, why: string): HelixError {
  const { found } = search;
  const message =
    found === null
      ? `${host} asks for a log-in, and there is none: ${why}.`
      : `${host} refuses ${loginText(found)}: ${why}.`;
  return new HelixError('auth', message, { hint: wayIn(host, search) });
}

/** The error for a log-in that is good, but not for this repository. */
export function notAllowed(
  host: string,
  repository: string,
  search: LoginSearch,
  { what, why }: { readonly what: 'pull from' | 'push to' | 'delete from'; readonly why: string },
): HelixError {
  const { found } = search;
  const who = found === null ? 'anybody without a log-in' : loginText(found);
  return new HelixError('auth', `${host} does not let ${who} ${what} ${repository}: ${why}.`, {
    hint: found === null ? wayIn(host, search) : permissionHint(host),
  });
}

function wayIn(host: string, { notes }: LoginSearch): string {
  const variables = VARIABLES[host];
  const set = variables === undefined ? '' : `, set ${variables}`;
  if (isEcr(host))
    return 'Check the credentials of the AWS account: they must allow ecr:GetAuthorizationToken.';
  const failed = notes.map((note) => `${note}. `).join('');
  return `${failed}Write \`auth\` in its table of helix.toml${set}, or run \`docker login ${host}\`.`;
}

const VARIABLES: Readonly<Record<string, string>> = {
  'ghcr.io': 'GITHUB_ACTOR and GITHUB_TOKEN',
  'docker.io': 'DOCKERHUB_USERNAME and DOCKERHUB_TOKEN',
};

function permissionHint(host: string): string {
  if (host === 'ghcr.io') {
    return 'A package that was first made by hand gives a workflow no access: open the package settings, Manage Actions access, and add this repository with the role Write. A personal token needs `write:packages`.';
  }
  if (isEcr(host))
    return 'The policy of the account or of the repository must allow ecr:InitiateLayerUpload and ecr:PutImage.';
  return 'Check the name of the repository, and what this user may do with it.';
}

function isEcr(host: string): boolean {
  return /\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com(\.cn)?$/.test(host);
}
