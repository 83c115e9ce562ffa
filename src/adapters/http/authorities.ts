import { readFile } from 'node:fs/promises';
import { createSecureContext, rootCertificates } from 'node:tls';
import type { SecureContext } from 'node:tls';
import { HelixError } from '../../errors';
import { errnoOf } from '../host/errno';
import { reasonOf } from '../host/read-errors';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the certificate authorities that connections trust besides those of Node: those of SSL_CERT_FILE, which Terraform
 * reads as well. Returns undefined for those of Node alone.
 */
export async function readAuthorities(environment: Environment): Promise<SecureContext | undefined> {
  return createContext(environment, []);
}

/**
 * Reads the certificate authorities that connections to AWS trust: also those of AWS_CA_BUNDLE.
 * @throws HelixError `config` for a bundle that cannot be read
 */
export async function readAwsAuthorities(environment: Environment): Promise<SecureContext | undefined> {
  const file = environment['AWS_CA_BUNDLE'] ?? '';
  if (file === '') return readAuthorities(environment);
  const bundle = await readFile(file, 'utf8').catch((error: unknown) => {
    throw unusable(file, errnoOf(error) === 'ENOENT' ? 'it does not exist' : reasonOf(error), error);
  });
  if (!CERTIFICATE.test(bundle)) throw unusable(file, 'it holds no certificate in PEM form');
  try {
    return await createContext(environment, [bundle]);
  } catch (error) {
    throw unusable(file, 'one of its certificates is damaged', error);
  }
}

const CERTIFICATE = /-----BEGIN (TRUSTED |X509 )?CERTIFICATE-----/;

async function createContext(
  environment: Environment,
  more: readonly string[],
): Promise<SecureContext | undefined> {
  // Node and OpenSSL ignore a file that they cannot read, and go by the others.
  const read = (name: string) => readFile(environment[name] ?? '', 'utf8').catch(() => '');
  const file = await read('SSL_CERT_FILE');
  const added = CERTIFICATE.test(file) ? [...more, file] : more;
  if (added.length === 0) return undefined;
  // A list replaces what Node trusts by itself.
  const extra = await read('NODE_EXTRA_CA_CERTS');
  return createSecureContext({ ca: [...rootCertificates, ...added, ...(extra === '' ? [] : [extra])] });
}

function unusable(file: string, why: string, cause?: unknown): HelixError {
  return new HelixError('config', `Cannot read the certificates in ${file}: ${why}.`, {
    hint: 'Correct AWS_CA_BUNDLE: it names a file of certificates in PEM form.',
    cause,
  });
}
