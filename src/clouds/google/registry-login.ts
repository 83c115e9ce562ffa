const KEYS = ['GOOGLE_CREDENTIALS', 'GOOGLE_CLOUD_KEYFILE_JSON', 'GCLOUD_KEYFILE_JSON'];

/**
 * Returns the log-in of Artifact Registry that credentials are: an access token, or the whole key of a service account. null
 * for others, such as the sign-in of a person, for which `gcloud auth configure-docker` gives Docker a helper.
 */
export function registryLogin(
  variables: Readonly<Record<string, string | undefined>>,
  key: string | null,
): { readonly username: string; readonly password: string } | null {
  const { GOOGLE_OAUTH_ACCESS_TOKEN: token = '' } = variables;
  if (token !== '') return { username: 'oauth2accesstoken', password: token };
  const found = [...KEYS.map((name) => variables[name]), key ?? undefined].find(isServiceAccount);
  return found === undefined ? null : { username: '_json_key', password: found };
}

function isServiceAccount(text: string | undefined): text is string {
  return text !== undefined && /^\s*\{/.test(text) && /"type"\s*:\s*"service_account"/.test(text);
}
