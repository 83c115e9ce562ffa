import type { TerraformCloud } from '../../../../stacks';
import { CHILD_VARIABLES } from '../../host/child-variables';
import type { CloudVariables } from '../../../clouds/credentials';

const ALLOWED: readonly string[] = [
  ...CHILD_VARIABLES,
  'TZ',
  'LANGUAGE',
  // The memory limits of Terraform and its providers: https://pkg.go.dev/runtime.
  'GOGC',
  'GOMEMLIMIT',
  'TF_CLI_CONFIG_FILE',
  'TF_PLUGIN_CACHE_DIR',
  'TF_CLI_ARGS_init',
];
const ALLOWED_FAMILIES = /^(LC_[A-Z]+|TF_TOKEN_[A-Za-z0-9_]+)$/;

/** The variable that gives a child the values of secrets, as a JSON object of texts. */
export const SECRETS_VARIABLE = 'TF_VAR_helix_secret';

/** The variables of a child that hold a credential. */
const CREDENTIAL = /(SECRET|TOKEN|PASSWORD|CREDENTIALS)|_KEY$/;

/** Returns what no message of a child may repeat: its credentials, and the value of each secret. */
export function secretsIn({
  [SECRETS_VARIABLE]: given = '{}',
  ...others
}: Readonly<Record<string, string>>): readonly string[] {
  const credentials = Object.entries(others).filter(([name]) => CREDENTIAL.test(name));
  const values = Object.values(JSON.parse(given) as Record<string, string>);
  return [...credentials.map(([, value]) => value), ...values];
}

/** The account that a child works for. */
export interface ChildAccount {
  readonly cloud: Pick<TerraformCloud, 'facts' | 'identity'>;
  /** Empty: the cloud's own tools find credentials themselves. */
  readonly credentials: CloudVariables;
  /** The settings of the account beside its credentials. */
  readonly settings: CloudVariables;
}

/**
 * The environment of a Terraform child: an allowlist of the host's variables and the account's credentials. Nothing in
 * it changes the meaning of a command. null: the child asks no cloud.
 */
export function childEnvironment(
  host: Readonly<Record<string, string | undefined>>,
  account: ChildAccount | null,
): Record<string, string> {
  const allowed: Record<string, string> = {};
  for (const [name, value] of Object.entries(host)) {
    if (value === undefined) continue;
    if (ALLOWED.includes(name) || ALLOWED_FAMILIES.test(name) || isForCloud(name, account)) {
      allowed[name] = value;
    }
  }
  return {
    ...(account === null ? allowed : withSynonyms(account.cloud, allowed)),
    ...(account === null ? {} : withSynonyms(account.cloud, account.credentials)),
    ...account?.settings,
    TF_IN_AUTOMATION: '1',
    TF_INPUT: '0',
    CHECKPOINT_DISABLE: '1',
  };
}

/** Adds the variables that the provider reads in place of others; one that is there already stays. */
function withSynonyms(
  { facts }: ChildAccount['cloud'],
  variables: Readonly<Record<string, string>>,
): Record<string, string> {
  const { synonyms } = facts.credentials;
  const read = Object.entries(variables).map(([name, value]) => [synonyms[name] ?? name, value]);
  return { ...(Object.fromEntries(read) as Record<string, string>), ...variables };
}

/** An account's credentials must be the only answer to the question which account it is. */
function isForCloud(name: string, account: ChildAccount | null): boolean {
  if (account === null) return false;
  const { facts, identity } = account.cloud;
  const hasCredentials = Object.keys(account.credentials).length > 0;
  return facts.credentials.family.test(name) && !(hasCredentials && identity.test(name));
}
