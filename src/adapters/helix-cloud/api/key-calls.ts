import type { CallOptions } from '../../http/retries';
import type { components } from '../generated/api';
import {
  validateKey,
  validateKeyList,
  validateMe,
  validateNewKey,
  validateRotatedKey,
} from '../generated/answers';
import type { ApiCalls } from './api-calls';

type Schemas = components['schemas'];

/** The calls of the API about the user and the API keys. They are repeated, and throw, as those about clusters are. */
export class KeyCalls {
  readonly #calls: ApiCalls;

  constructor(calls: ApiCalls) {
    this.#calls = calls;
  }

  /** The user and the key that is sent. */
  async readMe(call: CallOptions = {}): Promise<Schemas['Me']> {
    const result = await this.#calls.typed.GET('/me', { ...this.#calls.via(call, 'json') });
    return this.#calls.read(validateMe, 'GET /me', result);
  }

  async list(call: CallOptions = {}): Promise<readonly Schemas['Key'][]> {
    const result = await this.#calls.typed.GET('/keys', { ...this.#calls.via(call, 'json') });
    return this.#calls.read(validateKeyList, 'GET /keys', result).keys;
  }

  /** Creates a key. The answer alone has it. */
  async create(
    body: Schemas['CreateKeyRequest'],
    idempotencyKey: string,
    call: CallOptions = {},
  ): Promise<Schemas['NewKey']> {
    const params = { header: { 'Idempotency-Key': idempotencyKey } };
    const result = await this.#calls.typed.POST('/keys', { params, body, ...this.#calls.via(call, 'json') });
    return this.#calls.read(validateNewKey, 'POST /keys', result);
  }

  /** Creates the successor of a key, which works for `graceSeconds` more. The answer alone has the new key. */
  async rotate(
    id: string,
    graceSeconds: number,
    idempotencyKey: string,
    call: CallOptions = {},
  ): Promise<Schemas['RotatedKey']> {
    const result = await this.#calls.typed.POST('/keys/{id}/rotate', {
      params: { path: { id }, header: { 'Idempotency-Key': idempotencyKey } },
      body: { grace_seconds: graceSeconds },
      ...this.#calls.via(call, 'json'),
    });
    return this.#calls.read(validateRotatedKey, `POST /keys/${id}/rotate`, result);
  }

  /** Revokes a key. Throws CloudError `missing` for one that does not exist. */
  async revoke(id: string, call: CallOptions = {}): Promise<Schemas['Key']> {
    const result = await this.#calls.typed.DELETE('/keys/{id}', {
      params: { path: { id } },
      ...this.#calls.via(call, 'json'),
    });
    return this.#calls.read(validateKey, `DELETE /keys/${id}`, result);
  }
}
