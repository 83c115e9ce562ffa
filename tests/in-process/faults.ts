import type { Fault, FaultRule } from '../../src/adapters/helix-cloud-emulator';

/** One of each kind; the compiler sees to it that none is left out. */
const KINDS: { readonly [Kind in Fault['kind']]: Extract<Fault, { kind: Kind }> } = {
  latency: { kind: 'latency', ms: 2000 },
  'rate-limit': { kind: 'rate-limit', retryAfterSeconds: 1 },
  unavailable: { kind: 'unavailable', retryAfterSeconds: 1 },
  'error-before-commit': { kind: 'error-before-commit' },
  'error-after-commit': { kind: 'error-after-commit' },
  'drop-after-commit': { kind: 'drop-after-commit' },
  'torn-body': { kind: 'torn-body' },
  'stuck-provisioning': { kind: 'stuck-provisioning' },
  'failed-provisioning': { kind: 'failed-provisioning', reason: 'no capacity' },
};

/** Every switch of the emulator, each hitting with the same probability. */
export function everyFault(rate: number): readonly FaultRule[] {
  return Object.values(KINDS).map((fault) => ({ fault, rate }));
}
