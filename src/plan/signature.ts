import { createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { HelixError } from '../errors';
import { canonicalJson, digestOf } from '../values/digest';
import type { Json } from '../values/json';
import { isObject } from '../values/is-object';
import type { Plan } from './plan';

/** A signature over a saved plan (Ed25519, RFC 8032): whoever holds the private key approved exactly this plan. */
export interface PlanSignature {
  readonly algorithm: 'ed25519';
  /** RFC 3339 UTC. */
  readonly signedAt: string;
  /** RFC 3339 UTC: not accepted afterwards. */
  readonly validUntil: string;
  /** Base64. */
  readonly value: string;
}

/** Returns the signature of a plan. `now` is RFC 3339 UTC. */
export function signPlan(plan: Plan, key: KeyObject, now: string, validForSeconds: number): PlanSignature {
  const term = {
    algorithm: 'ed25519',
    signedAt: now,
    validUntil: new Date(Date.parse(now) + validForSeconds * 1000).toISOString(),
  } as const;
  return { ...term, value: sign(null, signedText(plan, term), key).toString('base64') };
}

/**
 * Checks that a plan was signed with the private key behind `key`, and that the signature is still valid.
 * @throws HelixError `refused`; `file` is the name of the plan in the message
 */
export function assertSigned(
  file: string,
  plan: Plan,
  signature: PlanSignature | null,
  key: KeyObject,
  now: string,
): void {
  if (signature === null) {
    throw new HelixError('refused', `${file} is not signed`, {
      hint: '`helix plan --out FILE --sign KEYFILE` signs a plan.',
    });
  }
  const value = Buffer.from(signature.value, 'base64');
  if (!verify(null, signedText(plan, signature), key, value)) {
    throw new HelixError('refused', `the signature of ${file} was not made with the key of --verify-key`, {
      hint: 'The plan was signed with another key, or changed since. Plan and sign again.',
    });
  }
  if (Date.parse(now) > Date.parse(signature.validUntil)) {
    throw new HelixError('refused', `the signature of ${file} was valid until ${signature.validUntil}`, {
      hint: 'Plan and sign again; --sign-for sets how long a signature is valid.',
    });
  }
}

/** The whole plan with its project, workspace and state, and the time for which it is approved. */
function signedText(plan: Plan, { signedAt, validUntil }: Omit<PlanSignature, 'value'>): Buffer {
  const { digest, project, workspace } = plan;
  const { lineage } = plan.about;
  const whole = digestOf(JSON.parse(JSON.stringify(plan)) as Json);
  const signed = { signed: 'helix-plan-1', digest, project, workspace, lineage, whole, signedAt, validUntil };
  return Buffer.from(canonicalJson(signed));
}

/** Returns the signature in a saved plan's text, or null. @throws HelixError `config` for an invalid one */
export function signatureIn(text: string, file: string): PlanSignature | null {
  // Most plans are not signed, and a large one takes a second to parse.
  if (!text.includes('"signature"')) return null;
  const { signature } = JSON.parse(text) as { readonly signature?: unknown };
  if (signature === undefined) return null;
  if (isSignature(signature)) return signature;
  throw new HelixError('config', `${file} is damaged: its signature cannot be read.`, {
    hint: 'Nothing was changed. Plan and sign again.',
  });
}

function isSignature(value: unknown): value is PlanSignature {
  if (!isObject(value)) return false;
  const { algorithm, signedAt, validUntil, value: text } = value;
  return (
    algorithm === 'ed25519' &&
    [signedAt, validUntil].every((time) => typeof time === 'string' && !Number.isNaN(Date.parse(time))) &&
    typeof text === 'string'
  );
}

/** Reads a private key to sign with, in PKCS #8 PEM. @throws HelixError `config`; `from` is where the text came from */
export function signingKey(text: string, from: string): KeyObject {
  return ed25519(from, 'a private Ed25519 key in PKCS #8 PEM', () => createPrivateKey(text));
}

/** Reads a public key to verify with, in SPKI PEM. @throws HelixError `config`; `from` is where the text came from */
export function verifyingKey(text: string, from: string): KeyObject {
  // Node would take the public half of a private key, which has no place where plans are verified.
  if (text.includes('PRIVATE KEY')) {
    throw new HelixError('config', `${from} is a private key, and --verify-key takes the public one`, {
      hint: '`openssl pkey -in KEYFILE -pubout` prints it.',
    });
  }
  return ed25519(from, 'a public Ed25519 key in PEM', () => createPublicKey(text));
}

function ed25519(from: string, what: string, read: () => KeyObject): KeyObject {
  const key = readOrNull(read);
  if (key?.asymmetricKeyType === 'ed25519') return key;
  throw new HelixError('config', `${from} is not ${what}`, {
    hint: '`openssl genpkey -algorithm ed25519 -out KEYFILE` makes a private key, `openssl pkey -in KEYFILE -pubout` prints its public key.',
  });
}

/** The cause is left out: it may quote the text, which may be a key. */
function readOrNull(read: () => KeyObject): KeyObject | null {
  try {
    return read();
  } catch {
    return null;
  }
}
