import { isReference } from '../secret-shapes';
import type { StateConfig, StateEncryption } from '../config';
import { isObject } from '../../values/is-object';
import type { TomlDocument } from '../text/document';
import { isLoopback } from './endpoint';
import type { HelixToml } from '../generated/helix';
import type { Complaint, ProblemList } from '../validation/problems';

type StateTable = NonNullable<HelixToml['state']>;
type Backend = StateConfig['backend'];
type Key = keyof StateTable;

/** Which keys of `[state]` belong to which backends; `backend` and `encryption` to all. */
export const KEYS_OF: Readonly<Record<Backend, readonly Key[]>> = {
  local: [],
  s3: ['bucket', 'key', 'region', 'endpoint_url', 'server_side_encryption', 'kms_key_id', 'provider'],
  postgres: ['url', 'key', 'schema', 'provider'],
};
const BACKENDS = Object.keys(KEYS_OF) as Backend[];

/** Reads `[state]`; `table` is the part of it that keeps to the schema. Without a document: the local backend. */
export function readState(
  document: TomlDocument | null,
  table: StateTable,
  project: string,
  problems: ProblemList,
): StateConfig {
  const backend = table.backend ?? 'local';
  const complaints = new StateComplaints(document, problems);
  if (!complaints.isWritten('backend') || table.backend !== undefined) {
    complainOfMisplaced(table, backend, complaints);
  }
  const encryption = readEncryption(table.encryption, complaints);
  const key = table.key === undefined ? project : readKey(table.key, complaints);
  switch (backend) {
    case 'local':
      return { backend, encryption };
    case 's3':
      complaints.require('bucket', 'acme-helix-state');
      checkEndpoint(table.endpoint_url, complaints);
      return {
        backend,
        encryption,
        key,
        bucket: table.bucket ?? '',
        region: table.region ?? null,
        endpointUrl: table.endpoint_url?.replace(/\/+$/, '') ?? null,
        serverSideEncryption:
          table.server_side_encryption ?? (table.kms_key_id === undefined ? null : 'aws:kms'),
        kmsKeyId: readKmsKey(table, complaints),
        account: table.provider ?? 'aws',
      };
    case 'postgres':
      complaints.require('url', 'env:HELIX_STATE_URL');
      return {
        backend,
        encryption,
        key,
        url: readUrl(table.url ?? '', complaints),
        schema: readSchema(table.schema ?? 'helix', complaints),
        account: table.provider ?? null,
      };
  }
}

/** Complains of keys of `[state]`, each at its place. */
class StateComplaints {
  readonly #document: TomlDocument | null;
  readonly #problems: ProblemList;

  constructor(document: TomlDocument | null, problems: ProblemList) {
    this.#document = document;
    this.#problems = problems;
  }

  /** Whether the file has the key, right or wrong. */
  isWritten(key: Key): boolean {
    const table = this.#document?.data['state'];
    return isObject(table) && Object.hasOwn(table, key);
  }

  /** Whether the file has the key as a table of nothing. */
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

  at(path: readonly string[], complaint: Complaint, severity: 'error' | 'warning' = 'error'): void {
    this.#problems.add(severity, {
      ...complaint,
      place: () => this.#document?.place(['state', ...path], 'value'),
    });
  }
}

function complainOfMisplaced(table: StateTable, backend: Backend, complaints: StateComplaints): void {
  for (const key of Object.keys(table) as Key[]) {
    const owners = BACKENDS.filter((other) => KEYS_OF[other].includes(key));
    if (owners.length === 0 || owners.includes(backend)) continue;
    const list = owners.map((owner) => `\`backend = "${owner}"\``).join(' or ');
    const complaint = {
      code: 'misplaced-key',
      message: `\`state.${key}\` says nothing to the backend \`${backend}\`.`,
      hint: `It belongs to ${list}.`,
    };
    complaints.at([key], complaint, 'warning');
  }
}

function readKey(written: string, complaints: StateComplaints): string {
  const key = written.replace(/^\/+|\/+$/g, '');
  if (key === '' || key.split('/').some((part) => ['', '.', '..'].includes(part))) {
    complaints.at(['key'], {
      code: 'bad-value',
      message: '`state.key` must be names with `/` between them.',
      hint: 'Such as `papertrail` or `teams/papertrail`.',
    });
  }
  return key;
}

function readKmsKey(table: StateTable, complaints: StateComplaints): string | null {
  if (table.kms_key_id !== undefined && table.server_side_encryption === 'AES256') {
    complaints.at(['server_side_encryption'], {
      code: 'bad-value',
      message: '`state.server_side_encryption` is `AES256`, which has no `kms_key_id`.',
      hint: 'Write `aws:kms`, or take one of the two out.',
    });
  }
  return table.kms_key_id ?? null;
}

function checkEndpoint(written: string | undefined, complaints: StateComplaints): void {
  if (written === undefined) return;
  const url = URL.canParse(written) ? new URL(written) : null;
  if (url === null || !/^https?:$/.test(url.protocol) || url.search !== '' || url.hash !== '') {
    complaints.at(['endpoint_url'], {
      code: 'bad-endpoint',
      message: '`state.endpoint_url` is not an http(s) URL.',
      hint: 'Such as `https://minio.example.com`.',
    });
  } else if (url.username !== '' || url.password !== '') {
    complaints.at(['endpoint_url'], {
      code: 'literal-secret',
      message: '`state.endpoint_url` contains a user or a password.',
      hint: 'Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the environment.',
    });
  } else if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    const complaint = {
      code: 'insecure-endpoint',
      message: '`state.endpoint_url` uses plain http: everybody on the way can read the state.',
      hint: `Use \`https://${url.host}\`.`,
    };
    complaints.at(['endpoint_url'], complaint, 'warning');
  }
}

function readUrl(written: string, complaints: StateComplaints): { variable: string } | { url: string } {
  if (isReference(written)) return { variable: written.slice('env:'.length) };
  const hint = 'Write `url = "env:HELIX_STATE_URL"` and set HELIX_STATE_URL where Helix runs.';
  if (written.startsWith('env:')) complaints.at(['url'], badReference('state.url', hint));
  else if (written !== '' && !/^postgres(ql)?:\/\//.test(written)) {
    const message = '`state.url` is neither `env:NAME` nor a URL that begins with `postgres://`.';
    complaints.at(['url'], { code: 'bad-endpoint', message, hint });
  } else if (/^[^/]*\/\/[^\s@]*:[^\s@]*@|[?&](ssl)?password=/i.test(written)) {
    const message = '`state.url` contains a password.';
    complaints.at(['url'], { code: 'literal-secret', message, hint });
  } else if (written !== '' && !URL.canParse(written)) {
    complaints.at(['url'], { code: 'bad-endpoint', message: '`state.url` is not a URL.', hint });
  }
  return { url: written };
}

function readSchema(written: string, complaints: StateComplaints): string {
  if (!/^[a-z_][a-z0-9_]*$/.test(written) || written.startsWith('pg_')) {
    complaints.at(['schema'], {
      code: 'bad-value',
      message: '`state.schema` cannot be the name of a schema.',
      hint: 'Small letters, digits and `_`; not `pg_...`.',
    });
  }
  return written;
}

function readEncryption(
  written: StateTable['encryption'],
  complaints: StateComplaints,
): StateEncryption | null {
  if (written === undefined) return null;
  const read = (key: 'key' | 'previous_key'): string | null => {
    const value = written[key];
    if (value === undefined) return null;
    if (isReference(value)) return value.slice('env:'.length);
    const hint = `Write \`${key} = "env:HELIX_STATE_KEY"\` and set HELIX_STATE_KEY where Helix runs.`;
    complaints.at(
      ['encryption', key],
      value.startsWith('env:')
        ? badReference(`state.encryption.${key}`, hint)
        : {
            code: 'literal-secret',
            message: `\`state.encryption.${key}\` is not \`env:NAME\`: no key stands in this file.`,
            hint,
          },
    );
    return null;
  };
  const encryption = { key: read('key'), previousKey: read('previous_key') };
  if (complaints.isEmpty('encryption')) {
    complaints.at(['encryption'], {
      code: 'missing-key',
      message: '`state.encryption` names no key.',
      hint: 'Write `encryption = { key = "env:HELIX_STATE_KEY" }`.',
    });
  }
  return encryption;
}

function badReference(name: string, hint: string): Complaint {
  return { code: 'bad-reference', message: `\`${name}\` refers to no environment variable.`, hint };
}
