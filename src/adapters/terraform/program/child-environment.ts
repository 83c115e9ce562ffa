import type { CloudVariables } from '../../../clouds/credentials';

const PASSED = [
  'PATH',
  'HOME',
  'USER',
  'LOGNAME',
  'TMPDIR',
  'TZ',
  'LANG',
  'LANGUAGE',
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'NO_PROXY',
  'http_proxy',
  'https_proxy',
  'no_proxy',
  // How Terraform and its providers use memory: https://pkg.go.dev/runtime.
  'GOGC',
  'GOMEMLIMIT',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
  'AWS_CA_BUNDLE',
  'TF_CLI_CONFIG_FILE',
  'TF_PLUGIN_CACHE_DIR',
  'TF_CLI_ARGS_init',
];
const PASSED_FAMILIES = /^(LC_[A-Z]+|TF_TOKEN_[A-Za-z0-9_]+)$/;

/** Variables by which AWS tools find who they are: only one answer to that may reach the child. */
const IDENTITY =
  /^AWS_(ACCESS_KEY_ID|SECRET_ACCESS_KEY|SESSION_TOKEN|SECURITY_TOKEN|CREDENTIAL_.*|(DEFAULT_)?PROFILE|ROLE_.*|WEB_IDENTITY_.*|CONTAINER_.*|SHARED_CREDENTIALS_FILE|CONFIG_FILE)$/;

/**
 * What a Terraform child finds in its environment: a list of what it may see, the account's credentials, and nothing
 * that would change what a command means. Without credentials of an account AWS tools find theirs as they always do.
 */
export function childEnvironment(
  own: Readonly<Record<string, string | undefined>>,
  credentials: CloudVariables,
): Record<string, string> {
  const hasCredentials = Object.keys(credentials).length > 0;
  const passed: Record<string, string> = {};
  for (const [name, value] of Object.entries(own)) {
    if (value === undefined) continue;
    const isAws = name.startsWith('AWS_') && !(hasCredentials && IDENTITY.test(name));
    if (isAws || PASSED.includes(name) || PASSED_FAMILIES.test(name)) passed[name] = value;
  }
  return { ...passed, ...credentials, TF_IN_AUTOMATION: '1', TF_INPUT: '0', CHECKPOINT_DISABLE: '1' };
}
