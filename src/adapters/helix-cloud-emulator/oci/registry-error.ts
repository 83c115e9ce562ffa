/** The codes of the specification. */
export type RegistryCode =
  | 'BLOB_UNKNOWN'
  | 'BLOB_UPLOAD_INVALID'
  | 'BLOB_UPLOAD_UNKNOWN'
  | 'DENIED'
  | 'DIGEST_INVALID'
  | 'MANIFEST_BLOB_UNKNOWN'
  | 'MANIFEST_INVALID'
  | 'MANIFEST_UNKNOWN'
  | 'NAME_INVALID'
  | 'NAME_UNKNOWN'
  | 'SIZE_INVALID'
  | 'UNAUTHORIZED'
  | 'UNSUPPORTED';

/** A refusal of the registry: thrown by a call, turned into a response in one place. */
export class RegistryError extends Error {
  override readonly name = 'RegistryError';

  constructor(
    readonly status: 400 | 401 | 403 | 404 | 405 | 416,
    readonly code: RegistryCode,
    message: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }

  response(): Response {
    const { status, code, message, headers } = this;
    const body = JSON.stringify({ errors: [{ code, message }] });
    return new Response(body, { status, headers: { ...headers, 'content-type': 'application/json' } });
  }
}
