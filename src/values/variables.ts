/** The environment variables that Helix itself reads. Those that a configuration names are beside these. */
export const VARIABLES = [
  'HELIX_API_KEY',
  'HELIX_HOME',
  'HELIX_ACTOR',
  'HELIX_CLOUD_URL',
  'HELIX_LOG',
  'HELIX_PROJECT',
  'XDG_CONFIG_HOME',
  'XDG_CACHE_HOME',
  'TF_PLUGIN_CACHE_DIR',
  'DIGITALOCEAN_TOKEN',
  'DIGITALOCEAN_ACCESS_TOKEN',
  'GOOGLE_API_KEY',
  'AWS_PROFILE',
  'AWS_CONFIG_FILE',
  'AWS_CA_BUNDLE',
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'NO_PROXY',
  'http_proxy',
  'https_proxy',
  'no_proxy',
  'DOCKER_HOST',
  'DOCKER_CONTEXT',
  'DOCKER_CONFIG',
  'DOCKER_TLS_VERIFY',
  'DOCKER_CERT_PATH',
  'CONTAINER_HOST',
  'XDG_RUNTIME_DIR',
  'HOME',
  'USER',
  'LOGNAME',
  'PATH',
  'CI',
  'GITHUB_ACTIONS',
  'GITHUB_ACTOR',
  'GITHUB_SERVER_URL',
  'GITHUB_REPOSITORY',
  'GITHUB_RUN_ID',
  'GITLAB_USER_LOGIN',
  'CI_JOB_URL',
  'TERM',
  'NO_COLOR',
  'FORCE_COLOR',
  'LC_ALL',
  'LC_CTYPE',
  'LANG',
] as const;

export type VariableName = (typeof VARIABLES)[number] | PriceUrlVariable;

/** Another address of a cloud's price API: `HELIX_PRICES_URL_` and its name. */
export type PriceUrlVariable = `HELIX_PRICES_URL_${string}`;

export type Environment = Readonly<Record<string, string | undefined>>;

/** Whether a value has a character that no setting has: a line break, or another control character. */
export function hasControlCharacter(value: string): boolean {
  return /[\x00-\x1f\x7f]/.test(value);
}
