import { isReference } from '../secret-shapes';
import type { StateConfig, StateEncryption } from '../state-settings';
import { isObject } from '../../values/is-object';
import type { TomlDocument } from '../text/document';
import { isLoopback } from '../../values/loopback';
import { postgresUrlFault } from './postgres-url';
import type { HelixToml } from '../generated/helix';
import type { Finding, ProblemList } from '../validation/problems';

type StateTable = NonNullable<HelixToml['state']>;
type Backend = StateConfig['backend'];
type Key = keyof StateTable;

/** The keys of `[state]` of each backend; `backend` and `encryption` belong to all. */
export const KEYS_OF: Readonly<Record<Backend, readonly Key[]>> = {
  local: [],
  s3: ['bucket', 'key', 'region', 'endpoint_url', 'server_side_encryption', 'kms_key_id', 'provider'],
  postgres: ['url', 'key', 'schema', 'provider'],
};
const BACKENDS = Object.keys(KEYS_OF) as Backend[];

/** Reads `[state]`; `table` is its valid part. Without a document: the local backend. */
export function readState(
  document: TomlDocument | null,
  table: StateTable,
  project: string,
  problems: ProblemList,
): StateConfig {
  const backend = table.backend ?? 'local';
  const reporter = new StateReporter(document, problems);
  if (!reporter.isWritten('backend') || table.backend !== undefined) {
    reportMisplaced(table, backend, reporter);
  }
  const encryption = readEncryption(table.encryption, reporter);
  const key = table.key === undefined ? project : readKey(table.key, reporter);
  switch (backend) {
    case 'local':
      return { backend, encryption };
    case 's3':
      reporter.require('bucket', 'acme-helix-state');
      checkEndpoint(table.endpoint_url, reporter);
      return {
        backend,
        encryption,
        key,
        bucket: table.bucket ?? '',
        region: table.region ?? null,
        endpointUrl: table.endpoint_url?.replace(/\/+$/, '') ?? null,
        serverSideEncryption:
          table.server_side_encryption ?? (table.kms_key_id === undefined ? null : 'aws:kms'),
        kmsKeyId: readKmsKey(table, reporter),
        account: table.provider ?? 'aws',
      };
    case 'postgres':
      reporter.require('url', 'env:HELIX_STATE_URL');
      return {
        backend,
        encryption,
        key,
        url: readUrl(table.url ?? '', reporter),
        schema: readSchema(table.schema ?? 'helix', reporter),
        account: table.provider ?? null,
      };
  }
}

/** Reports problems of keys of `[state]`, each at its place. */
class StateReporter {
  readonly #document: TomlDocument | null;
  readonly #problems: ProblemList;

  constructor(document: TomlDocument | null, problems: ProblemList) {
    this.#document = document;
    this.#problems = problems;
  }

  /** Whether the file has the key, valid or not. */
  isWritten(key: Key): boolean {
    const table = this.#document?.data['state'];
    return isObject(table) && Object.hasOwn(table, key);
  }

  /** Whether the file has the key as an empty table. */
  isEmpty(key: Key): boolean {
    const table = this.#document?.data['state'];
    const inner = isObject(table) ? table[key] : undefined;
    return isObject(inner) && Object.keys(inner).length === 0;
  }

  require(key: Key, example: string): void {
    if (this.isWritten(key)) return;
    this.#problems.error({
      code: 'missing-key',
      message: `\`[state]\` needs \`${key}\`.`,
      hint: `Add \`${key} = "${example}"\`.`,
      place: () => this.#document?.place(['state'], 'table'),
    });
  }

  at(path: readonly string[], finding: Finding, severity: 'error' | 'warning' = 'error'): void {
    this.#problems.add(severity, {
      ...finding,
      place: () => this.#document?.place(['state', ...path], 'value'),
    });
  }
}

function reportMisplaced(table: StateTable, backend: Backend, reporter: StateReporter): void {
  for (const key of Object.keys(table) as Key[]) {
    const owners = BACKENDS.filter((other) => KEYS_OF[other].includes(key));
    if (owners.length === 0 || owners.includes(backend)) continue;
    const list = owners.map((owner) => `\`backend = "${owner}"\``).join(' or ');
    const finding = {
      code: 'misplaced-key',
      message: `\`state.${key}\` is not supported by the backend \`${backend}\`.`,
      hint: `It belongs to ${list}.`,
    };
    reporter.at([key], finding, 'warning');
  }
}

function readKey(written: string, reporter: StateReporter): string {
  const key = written.replace(/^\/+|\/+$/g, '');
  if (key === '' || key.split('/').some((part) => ['', '.', '..'].includes(part))) {
    reporter.at(['key'], {
      code: 'bad-value',
      message: '`state.key` must be names separated by `/`.',
      hint: 'Write `papertrail` or `teams/papertrail`, for example.',
    });
  }
  return key;
}

function readKmsKey(table: StateTable, reporter: StateReporter): string | null {
  if (table.kms_key_id !== undefined && table.server_side_encryption === 'AES256') {
    reporter.at(['server_side_encryption'], {
      code: 'bad-value',
      message: '`state.server_side_encryption` is `AES256`, which has no `kms_key_id`.',
      hint: 'Write `aws:kms`, or remove one of the two.',
    });
  }
  return table.kms_key_id ?? null;
}

function checkEndpoint(written: string | undefined, reporter: StateReporter): void {
  if (written === undefined) return;
  const url = URL.canParse(written) ? new URL(written) : null;
  if (url === null || !/^https?:$/.test(url.protocol) || url.search !== '' || url.hash !== '') {
    reporter.at(['endpoint_url'], {
      code: 'bad-endpoint',
      message: '`state.endpoint_url` is not an http(s) URL.',
      hint: 'Write `https://minio.example.com`, for example.',
    });
  } else if (url.username !== '' || url.password !== '') {
    reporter.at(['endpoint_url'], {
      code: 'literal-secret',
      message: '`state.endpoint_url` contains a user or a password.',
      hint: 'Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the environment.',
    });
  } else if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    const finding = {
      code: 'insecure-endpoint',
      message: '`state.endpoint_url` uses plain http: anyone on the network path can read the state.',
      hint: `Use \`https://${url.host}\`.`,
    };
    reporter.at(['endpoint_url'], finding, 'warning');
  }
}

function readUrl(written: string, reporter: StateReporter): { variable: string } | { url: string } {
  if (isReference(written)) return { variable: written.slice('env:'.length) };
  const hint = 'Write `url = "env:HELIX_STATE_URL"` and set HELIX_STATE_URL where Helix runs.';
  if (written.startsWith('env:')) reporter.at(['url'], badReference('state.url', hint));
  else if (/^[^/]*\/\/[^\s@]*:[^\s@]*@|[?&](ssl)?password=/i.test(written)) {
    const message = '`state.url` contains a password.';
    reporter.at(['url'], { code: 'literal-secret', message, hint });
  } else if (written !== '') {
    const wrong = postgresUrlFault(written);
    if (wrong !== null) {
      const message = `\`state.url\` ${wrong.message}`;
      reporter.at(['url'], { code: 'bad-endpoint', message, hint: `${wrong.hint} ${hint}` });
    }
  }
  return { url: written };
}

function readSchema(written: string, reporter: StateReporter): string {
  if (!/^[a-z_][a-z0-9_]*$/.test(written) || written.startsWith('pg_')) {
    reporter.at(['schema'], {
      code: 'bad-value',
      message: '`state.schema` is not a valid name of a schema.',
      hint: 'Use lower-case letters, digits and `_`, and do not begin with `pg_`.',
    });
  }
  return written;
}

function readEncryption(written: StateTable['encryption'], reporter: StateReporter): StateEncryption | null {
  if (written === undefined) return null;
  const read = (key: 'key' | 'previous_key'): string | null => {
    const value = written[key];
    if (value === undefined) return null;
    if (isReference(value)) return value.slice('env:'.length);
    const hint = `Write \`${key} = "env:HELIX_STATE_KEY"\` and set HELIX_STATE_KEY where Helix runs.`;
    reporter.at(
      ['encryption', key],
      value.startsWith('env:')
        ? badReference(`state.encryption.${key}`, hint)
        : {
            code: 'literal-secret',
            message: `\`state.encryption.${key}\` is not \`env:NAME\`: a key must not be written into this file.`,
            hint,
          },
    );
    return null;
  };
  const encryption = { key: read('key'), previousKey: read('previous_key') };
  if (reporter.isEmpty('encryption')) {
    reporter.at(['encryption'], {
      code: 'missing-key',
      message: '`state.encryption` does not name a key.',
      hint: 'Write `encryption = { key = "env:HELIX_STATE_KEY" }`.',
    });
  }
  return encryption;
}

function badReference(name: string, hint: string): Finding {
  return {
    code: 'bad-reference',
    message: `\`${name}\` is not a valid reference to an environment variable.`,
    hint,
  };
}
