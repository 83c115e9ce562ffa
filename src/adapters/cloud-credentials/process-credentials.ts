/**
 * What a `credential_process` of AWS prints (version 1), as variables. null when it is something else. Nothing of the
 * text is in the result but the keys and when they end.
 */
export function processCredentials(text: string): Record<string, string> | null {
  const said = parsed(text);
  const { Version, AccessKeyId, SecretAccessKey, SessionToken, Expiration } = said;
  if (Version !== 1 || !isText(AccessKeyId) || !isText(SecretAccessKey)) return null;
  return {
    AWS_ACCESS_KEY_ID: AccessKeyId,
    AWS_SECRET_ACCESS_KEY: SecretAccessKey,
    ...(isText(SessionToken) ? { AWS_SESSION_TOKEN: SessionToken } : {}),
    ...(isText(Expiration) ? { AWS_CREDENTIAL_EXPIRATION: Expiration } : {}),
  };
}

function parsed(text: string): Readonly<Record<string, unknown>> {
  try {
    return Object(JSON.parse(text)) as Record<string, unknown>;
  } catch {
    return {};
  }
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
