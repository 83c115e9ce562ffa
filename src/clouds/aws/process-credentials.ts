/**
 * The variables in the JSON that a `credential_process` prints (version 1); null for other text. The result holds the
 * keys and their end, and nothing else of the text.
 */
export function processCredentials(text: string): Record<string, string> | null {
  const { Version, AccessKeyId, SecretAccessKey, SessionToken, Expiration } = parsed(text);
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
