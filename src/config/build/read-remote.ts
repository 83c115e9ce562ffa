import type { BuildTable } from '../generated/build';
import { isLoopback } from '../../values/loopback';
import type { BuilderTls, RemoteBuilder } from './build';
import type { TableReporter } from './table-reporter';

type RemoteTable = NonNullable<BuildTable['remotes']>[string];

/** Reads the valid part of `[build.remotes.NAME]`. */
export function readRemote(name: string, table: RemoteTable, reporter: TableReporter): RemoteBuilder {
  // A table without its endpoint was reported by its schema.
  const { endpoint = '', platforms = [] } = table as Partial<RemoteTable>;
  const tls = readTls(table, reporter);
  if (endpoint.startsWith('tcp://')) {
    if (tls === null) warnWithoutTls(endpoint, reporter);
  } else {
    warnOfUnusedTls(table, endpoint, reporter);
  }
  return { type: 'remote', name, endpoint, tls: endpoint.startsWith('tcp://') ? tls : null, platforms };
}

function readTls({ cacert, cert, key }: RemoteTable, reporter: TableReporter): BuilderTls | null {
  if (cacert === undefined && cert === undefined && key === undefined) return null;
  if (cacert === undefined) {
    reporter.missing('cacert', 'certs/ca.pem', 'a client certificate is sent only to a server that is known');
  }
  if (cert === undefined && key !== undefined) {
    reporter.missing('cert', 'certs/cert.pem', 'it has a `key`');
  }
  if (key === undefined && cert !== undefined) {
    reporter.missing('key', 'certs/key.pem', 'it has a `cert`');
  }
  return {
    cacert: cacert ?? '',
    client: cert === undefined || key === undefined ? null : { cert, key },
  };
}

function warnWithoutTls(endpoint: string, reporter: TableReporter): void {
  const { hostname } = URL.canParse(endpoint) ? new URL(endpoint) : { hostname: '' };
  if (isLoopback(hostname)) return;
  reporter.warning('endpoint', {
    code: 'insecure-endpoint',
    message: `\`${reporter.name('endpoint')}\` has no TLS: anyone on the network path can read and change what is built.`,
    hint: 'Add `cacert`, `cert` and `key`, or use `ssh://`.',
  });
}

function warnOfUnusedTls(table: RemoteTable, endpoint: string, reporter: TableReporter): void {
  for (const key of ['cacert', 'cert', 'key'] as const) {
    if (table[key] === undefined) continue;
    reporter.warning(key, {
      code: 'no-effect',
      message: `\`${reporter.name(key)}\` has no effect: \`${endpoint}\` is not a \`tcp://\` address.`,
      hint: 'Remove it.',
    });
  }
}
