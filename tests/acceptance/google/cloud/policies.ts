import type { Json } from '../../../../src/values/json';
import type { Serial } from './serial';

interface Binding {
  readonly role?: string;
  readonly members?: readonly string[];
}

interface PolicyText {
  readonly bindings?: readonly Binding[];
  readonly etag?: string;
}

/** The refusal of a policy: each API words it in its own form. */
export type PolicyProblem = { readonly kind: 'stale' } | { readonly kind: 'unknown'; readonly email: string };

/** The rights to resources, by resource; `etag`s keep two writers from losing what the other wrote. */
export class Policies {
  readonly #serial: Serial;
  readonly #policies = new Map<string, { bindings: readonly Binding[]; etag: string }>();
  readonly #hasAccount: (email: string) => boolean;

  constructor(serial: Serial, hasAccount: (email: string) => boolean) {
    this.#serial = serial;
    this.#hasAccount = hasAccount;
  }

  read(resource: string): Json {
    const { bindings, etag } = this.#policies.get(resource) ?? { bindings: [], etag: 'ACAB' };
    return { version: 1, etag, ...(bindings.length === 0 ? {} : { bindings: bindings as unknown as Json }) };
  }

  /** Writes a policy as a whole, or returns the problem of it. */
  write(resource: string, policy: PolicyText): PolicyProblem | null {
    const { etag } = this.#policies.get(resource) ?? { etag: 'ACAB' };
    if (policy.etag !== undefined && policy.etag !== etag) return { kind: 'stale' };
    const bindings = (policy.bindings ?? []).filter(({ members = [] }) => members.length > 0);
    const unknown = bindings
      .flatMap(({ members = [] }) => members)
      .flatMap((member) => /^serviceAccount:(.+)$/.exec(member)?.[1] ?? [])
      .find((email) => !this.#hasAccount(email));
    if (unknown !== undefined) return { kind: 'unknown', email: unknown };
    this.#policies.set(resource, { bindings, etag: this.#serial.fingerprint() });
    return null;
  }

  /** Forgets what belonged to a resource that is gone. */
  remove(resource: string): void {
    this.#policies.delete(resource);
  }

  /** An account that is gone stays a member by its number: another one of its name does not get its rights. */
  loseAccount(email: string, uniqueId: string): void {
    for (const policy of this.#policies.values()) {
      policy.bindings = policy.bindings.map((binding) => ({
        ...binding,
        members: (binding.members ?? []).map((member) =>
          member === `serviceAccount:${email}` ? `deleted:serviceAccount:${email}?uid=${uniqueId}` : member,
        ),
      }));
    }
  }

  /** `projects/P/secrets/S roles/R serviceAccount:EMAIL`, sorted. */
  list(): readonly string[] {
    return [...this.#policies]
      .flatMap(([resource, { bindings }]) =>
        bindings.flatMap(({ role = '', members = [] }) =>
          members.map((member) => `${resource} ${role} ${member}`),
        ),
      )
      .sort();
  }
}
