import { HelixError } from '../../errors';

const KEYS = {
  aws_access_key_id: 'AWS_ACCESS_KEY_ID',
  aws_secret_access_key: 'AWS_SECRET_ACCESS_KEY',
  aws_session_token: 'AWS_SESSION_TOKEN',
} as const;

/** Whether a text has profiles, as `~/.aws/credentials` does. */
export function isSharedCredentials(text: string): boolean {
  return /^\s*\[/m.test(text);
}

/**
 * The keys of one profile of a file like `~/.aws/credentials`. `profile` null: `default`, or the only one.
 * @throws HelixError `auth` with the file and the profile, when the profile is missing or has no keys of its own
 */
export function sharedProfile(text: string, profile: string | null, file: string): Record<string, string> {
  const profiles = profilesIn(text);
  const names = [...profiles.keys()];
  const name = profile ?? (names.length === 1 ? names[0] : undefined) ?? 'default';
  const found = profiles.get(name);
  if (found === undefined) {
    throw new HelixError('auth', `There is no profile \`${name}\` in ${file}.`, {
      hint: `There are: ${names.slice(0, 20).join(', ')}. \`profile\` beside \`path\` in cloud.toml names one, or AWS_PROFILE.`,
    });
  }
  if (found['AWS_ACCESS_KEY_ID'] === undefined || found['AWS_SECRET_ACCESS_KEY'] === undefined) {
    throw new HelixError('auth', `The profile \`${name}\` in ${file} has no key of its own.`, {
      hint: 'For roles, SSO and processes take `credentials` out of cloud.toml and set AWS_PROFILE: AWS tools then find them.',
    });
  }
  return found;
}

function profilesIn(text: string): Map<string, Record<string, string>> {
  const profiles = new Map<string, Record<string, string>>();
  let current: Record<string, string> = {};
  for (const line of text.split(/\r?\n/)) {
    const [, header] = /^\s*\[\s*(?:profile\s+)?([^\]]+?)\s*\]/.exec(line) ?? [];
    if (header !== undefined) {
      current = profiles.get(header) ?? {};
      profiles.set(header, current);
      continue;
    }
    const [, key, value] = /^\s*([A-Za-z_]+)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    const variable = KEYS[key?.toLowerCase() as keyof typeof KEYS] as string | undefined;
    if (variable !== undefined && value !== undefined && value !== '') current[variable] = value;
  }
  return profiles;
}
