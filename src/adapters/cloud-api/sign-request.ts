import { createHash, createHmac } from 'node:crypto';
import { AwsCredentialSearch } from '../cloud-credentials/aws-credential-search';
import { awsKeyIn } from '../cloud-credentials/aws-key';
import type { CloudCaller, PlainRequest } from './caller';

/**
 * Signs a request with the access key of an account, or with the one that the SDK finds as all tools of the cloud do. Loads
 * the SDK.
 * @throws HelixError `auth` without a key
 */
export async function signRequest(
  { method, url, region, headers, body }: PlainRequest,
  service: string,
  { variables, endpointUrl }: CloudCaller,
): Promise<Record<string, string>> {
  const sdk = await import('./signing-sdk');
  const search = new AwsCredentialSearch();
  const found = sdk.defaultProvider({ logger: search.logger });
  const credentials = awsKeyIn(variables) ?? (() => found());
  const signer = new sdk.SignatureV4({ credentials, region, service, sha256: Sha256 });
  try {
    const signed = await signer.sign({
      method,
      protocol: url.protocol,
      hostname: url.hostname,
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      headers: { ...headers, host: url.host },
      body,
    });
    const { host: _, ...others } = signed.headers;
    return others;
  } catch (error) {
    throw search.failure(error, endpointUrl ?? url.host, variables) ?? error;
  }
}

/** SHA-256 as the signer calls it. */
class Sha256 {
  readonly #hash: ReturnType<typeof createHash | typeof createHmac>;

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', bytesOf(secret));
  }

  update(data: string | ArrayBuffer | ArrayBufferView): void {
    this.#hash.update(bytesOf(data));
  }

  digest(): Promise<Uint8Array> {
    return Promise.resolve(this.#hash.digest());
  }

  reset(): void {
    throw new Error('a signature is made once');
  }
}

function bytesOf(data: string | ArrayBuffer | ArrayBufferView): Buffer {
  if (typeof data === 'string') return Buffer.from(data);
  return ArrayBuffer.isView(data)
    ? Buffer.from(data.buffer, data.byteOffset, data.byteLength)
    : Buffer.from(data);
}
