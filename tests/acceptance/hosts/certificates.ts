import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const EC_KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];

/** A private certificate authority and the certificate of one server, as files that live as long as it. */
export class Certificates {
  readonly #directory = mkdtempSync(join(tmpdir(), 'helix-ca-'));
  readonly ca = join(this.#directory, 'ca.crt');
  readonly certificate = join(this.#directory, 'server.crt');
  readonly key = join(this.#directory, 'server.key');

  /** `names`: `DNS:localhost,IP:127.0.0.1`. */
  constructor(names: string) {
    const file = (name: string) => join(this.#directory, name);
    writeFileSync(file('names'), `subjectAltName=${names}\n`);
    openssl(
      'req',
      '-x509',
      '-days',
      '2',
      '-subj',
      '/CN=Corp CA',
      ...EC_KEY,
      '-keyout',
      file('ca.key'),
      '-out',
      this.ca,
    );
    openssl('req', '-subj', '/CN=server', ...EC_KEY, '-keyout', this.key, '-out', file('server.csr'));
    const signer = ['-CA', this.ca, '-CAkey', file('ca.key'), '-CAcreateserial', '-days', '2'];
    const request = ['-req', '-in', file('server.csr'), '-extfile', file('names')];
    openssl('x509', ...request, ...signer, '-out', this.certificate);
  }

  remove(): void {
    rmSync(this.#directory, { recursive: true, force: true });
  }
}

function openssl(...words: string[]): void {
  execFileSync('openssl', words, { stdio: ['ignore', 'ignore', 'pipe'] });
}
