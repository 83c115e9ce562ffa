import type { Json, JsonObject } from '../../../../src/values/json';
import type { Call, Vendor } from '../../stand-in/vendor';
import { refuseApi } from './errors';
import { problemOfLabels } from './labels';
import type { Policies } from './policies';
import { policyHandlers } from './policy-handlers';
import type { Serial } from './serial';
import { textAt } from './text-at';

interface Version {
  state: 'ENABLED' | 'DISABLED' | 'DESTROYED';
  /** In base 64; empty when it is destroyed. */
  data: string;
  readonly createTime: string;
  destroyTime?: string;
}

interface Secret {
  body: JsonObject;
  readonly versions: Version[];
}

/** Secret Manager. */
export class SecretManager {
  readonly secrets = new Map<string, Secret>();
  readonly #serial: Serial;
  readonly #policies: Policies;
  readonly handlers: Vendor['handlers'];

  constructor(serial: Serial, policies: Policies) {
    this.#serial = serial;
    this.#policies = policies;
    const answered = (body: (call: Call) => Json) => (call: Call) => ({ status: 200, body: body(call) });
    this.handlers = {
      'secretmanager.secrets.create': answered((call) => this.#create(call)),
      'secretmanager.secrets.get': answered((call) => this.#find(call).body),
      'secretmanager.secrets.patch': answered((call) => this.#patch(call)),
      'secretmanager.secrets.delete': answered((call) => this.#delete(call)),
      'secretmanager.secrets.addVersion': answered((call) => this.#addVersion(call)),
      'secretmanager.secrets.versions.get': answered((call) => this.#show(call)),
      'secretmanager.secrets.versions.access': answered((call) => this.#access(call)),
      'secretmanager.secrets.versions.enable': answered((call) => this.#become(call, 'ENABLED')),
      'secretmanager.secrets.versions.disable': answered((call) => this.#become(call, 'DISABLED')),
      'secretmanager.secrets.versions.destroy': answered((call) => this.#become(call, 'DESTROYED')),
      ...policyHandlers('secretmanager.secrets', policies, (call) => textAt(this.#find(call).body, 'name')),
    };
  }

  /** The value that a machine would get for a secret by its name: null when it has none. */
  valueOf(name: string): string | null {
    const newest = this.secrets.get(name)?.versions.findLast(({ state }) => state === 'ENABLED');
    return newest === undefined ? null : Buffer.from(newest.data, 'base64').toString();
  }

  /** Makes a secret that is there before a test begins. */
  keep(name: string): void {
    this.secrets.set(name, { body: { name, replication: { automatic: {} } }, versions: [] });
  }

  #create({ params: { project = '' }, query, body }: Call): Json {
    const id = query.get('secretId') ?? '';
    if (!/^[\w-]{1,255}$/.test(id)) refuseApi(400, `The secret id "${id}" is not valid.`);
    const given = body as JsonObject;
    if (given['replication'] === undefined) refuseApi(400, 'The field [replication] is required.');
    checkLabels(given);
    const name = `projects/${project}/secrets/${id}`;
    if (this.secrets.has(name)) refuseApi(409, `Secret [${name}] already exists.`);
    const secret = {
      ...given,
      name,
      createTime: this.#serial.time(),
      etag: `"${this.#serial.fingerprint()}"`,
    };
    this.secrets.set(name, { body: secret, versions: [] });
    return secret;
  }

  #patch(call: Call): Json {
    const secret = this.#find(call);
    const given = call.body as JsonObject;
    checkLabels(given);
    const masked = (call.query.get('updateMask') ?? '').split(',');
    if (masked.includes('replication')) refuseApi(400, 'The field [replication] is immutable.');
    const edited = Object.fromEntries(
      masked.flatMap((name) => (name in given ? [[name, given[name]!]] : [])),
    );
    const kept = Object.fromEntries(Object.entries(secret.body).filter(([name]) => !masked.includes(name)));
    secret.body = { ...kept, ...edited, etag: `"${this.#serial.fingerprint()}"` };
    return secret.body;
  }

  #delete(call: Call): Json {
    const name = textAt(this.#find(call).body, 'name');
    this.secrets.delete(name);
    this.#policies.remove(name);
    return {};
  }

  #addVersion(call: Call): Json {
    const secret = this.#find(call);
    const data = (call.body as { payload?: { data?: string } }).payload?.data ?? '';
    if (data === '') refuseApi(400, 'Secret Payload cannot be empty.');
    if (Buffer.from(data, 'base64').length > 65_536) refuseApi(400, 'The payload is larger than 64 KiB.');
    secret.versions.push({ state: 'ENABLED', data, createTime: this.#serial.time() });
    return versionOf(secret, secret.versions.length);
  }

  #show(call: Call): Json {
    const [secret, number] = this.#version(call);
    return versionOf(secret, number);
  }

  #access(call: Call): Json {
    const [secret, number] = this.#version(call);
    const { state, data } = secret.versions[number - 1]!;
    const name = `${textAt(secret.body, 'name')}/versions/${number}`;
    if (state !== 'ENABLED') {
      refuseApi(400, `Secret Version [${name}] is in ${state} state.`, 'FAILED_PRECONDITION');
    }
    return { name, payload: { data } };
  }

  #become(call: Call, state: Version['state']): Json {
    const [secret, number] = this.#version(call);
    const version = secret.versions[number - 1]!;
    if (version.state === 'DESTROYED') {
      refuseApi(400, `Secret Version is in DESTROYED state.`, 'FAILED_PRECONDITION');
    }
    version.state = state;
    if (state === 'DESTROYED') {
      version.data = '';
      version.destroyTime = this.#serial.time();
    }
    return versionOf(secret, number);
  }

  #version(call: Call): readonly [Secret, number] {
    const secret = this.#find(call);
    const { version = '' } = call.params;
    const number = version === 'latest' ? secret.versions.length : Number(version);
    if (secret.versions[number - 1] === undefined) {
      refuseApi(404, `Secret Version [${textAt(secret.body, 'name')}/versions/${version}] not found.`);
    }
    return [secret, number];
  }

  #find({ params: { project = '', secret = '' } }: Call): Secret {
    const name = `projects/${project}/secrets/${secret}`;
    return this.secrets.get(name) ?? refuseApi(404, `Secret [${name}] not found.`);
  }
}

function versionOf({ body, versions }: Secret, number: number): Json {
  const { state, createTime, destroyTime } = versions[number - 1]!;
  return {
    name: `${textAt(body, 'name')}/versions/${number}`,
    createTime,
    state,
    ...(destroyTime === undefined ? {} : { destroyTime }),
    replicationStatus: { automatic: {} },
  };
}

function checkLabels({ labels = {} }: JsonObject): void {
  const problem = problemOfLabels(labels as Record<string, string>);
  if (problem !== null) refuseApi(400, problem);
}
