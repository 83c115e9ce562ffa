import { generateKeyPairSync } from 'node:crypto';
import type { Plan } from '../plan';
import { decodePlan } from '../decode-plan';
import { encodePlan } from '../format';
import { sealPlan } from '../seal';
import { assertSigned, signatureIn, signPlan, signingKey, verifyingKey } from '../signature';
import { planFor, wanted } from './world';

const NOW = '2026-12-01T09:00:00.000Z';
const HOUR = 3600;

const ours = generateKeyPairSync('ed25519');
const theirs = generateKeyPairSync('ed25519');
const rsa = generateKeyPairSync('rsa', { modulusLength: 1024 });
const pem = {
  private: ours.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  public: ours.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  rsa: rsa.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
};
const plan = planFor([wanted('a')], null);
const signature = signPlan(plan, signingKey(pem.private, 'key.pem'), NOW, HOUR);

function check(checked: Plan, at = NOW, key = ours.publicKey, given: typeof signature | null = signature) {
  return () => {
    assertSigned('x.plan', checked, given, key, at);
  };
}

describe('a signed plan', () => {
  it('is accepted after it was saved and read, until its time is over', () => {
    const text = encodePlan(plan, signature);
    const read = decodePlan(text, 'x.plan');
    const found = signatureIn(text, 'x.plan');
    expect(check(read, NOW, verifyingKey(pem.public, 'key.pub'), found)).not.toThrow();
    expect(check(read, '2026-12-01T10:00:00.000Z')).not.toThrow();
    expect(check(read, '2026-12-01T10:00:00.001Z')).toThrow('was valid until 2026-12-01T10:00:00.000Z');
  });

  it('is refused when nobody signed it, or somebody else did', () => {
    expect(check(plan, NOW, ours.publicKey, null)).toThrow('x.plan is not signed');
    expect(check(plan, NOW, theirs.publicKey)).toThrow('was not made with the key');
  });

  it.each<[string, Partial<Plan>]>([
    ['its project', { project: 'other' }],
    ['its workspace', { workspace: 'production' }],
    ['its state', { about: { ...plan.about, lineage: 'another' } }],
    ['what is shown of it', { about: { ...plan.about, now: '2020-01-01T00:00:00Z' } }],
    ['a change', { changes: [] }],
  ])('is refused when %s was changed and its seals were made again', (_, edit) => {
    expect(check(sealPlan({ ...plan, ...edit }))).toThrow('was not made with the key');
  });

  it('is refused when its time was changed', () => {
    const longer = { ...signature, validUntil: '2036-12-01T10:00:00.000Z' };
    expect(check(plan, NOW, ours.publicKey, longer)).toThrow('was not made with the key');
  });

  it.each([{}, [], 'x', { ...signature, algorithm: 'none' }, { ...signature, validUntil: 'soon' }])(
    'is damaged with the signature %j',
    (damaged) => {
      const text = encodePlan(plan).replace(/\}\s*$/, `,"signature":${JSON.stringify(damaged)}}`);
      expect(() => signatureIn(text, 'x.plan')).toThrow('its signature cannot be read');
    },
  );
});

describe('a key', () => {
  it.each(['', 'secret', pem.public, pem.private.replace('M', 'X')])('%j signs nothing', (text) => {
    expect(() => signingKey(text, 'key.pem')).toThrow('key.pem is not a private Ed25519 key');
  });

  it.each(['', 'secret', pem.rsa])('%j verifies nothing', (text) => {
    expect(() => verifyingKey(text, 'key.pub')).toThrow('key.pub is not a public Ed25519 key');
  });

  it('that is private is not taken to verify', () => {
    expect(() => verifyingKey(pem.private, 'key.pem')).toThrow('key.pem is a private key');
  });
});
