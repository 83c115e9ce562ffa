import { FaultSwitches } from './fault-switches';
import type { SwitchRule } from './fault-switches';
import { OPERATIONS, REGISTRY_CALLS } from './operation-names';
import type { CallName } from './operation-names';

/** The kinds of faults. */
export type Fault =
  /** The answer comes `ms` later. */
  | { readonly kind: 'latency'; readonly ms: number }
  /** 429, nothing done. */
  | { readonly kind: 'rate-limit'; readonly retryAfterSeconds: number }
  /** 500, nothing done. */
  | { readonly kind: 'error-before-commit' }
  /** 503, nothing done. */
  | { readonly kind: 'unavailable'; readonly retryAfterSeconds: number }
  /** Done, but the answer is 500. */
  | { readonly kind: 'error-after-commit' }
  /** Done, but the connection breaks instead of an answer. */
  | { readonly kind: 'drop-after-commit' }
  /** Done, but the answer stops in its middle. */
  | { readonly kind: 'torn-body' }
  /** A cluster created now stays `provisioning` permanently. */
  | { readonly kind: 'stuck-provisioning' }
  /** A cluster created now becomes `failed`. */
  | { readonly kind: 'failed-provisioning'; readonly reason: string };

/** A fault and its condition. */
export type FaultRule = SwitchRule<Fault, CallName>;

const CALLS: readonly unknown[] = [...OPERATIONS, ...REGISTRY_CALLS];

/** The fault rules of an emulator. */
export class Faults extends FaultSwitches<Fault, CallName> {}

const PARAMETERS: Record<Fault['kind'], Readonly<Record<string, 'number' | 'string'>>> = {
  latency: { ms: 'number' },
  'rate-limit': { retryAfterSeconds: 'number' },
  'error-before-commit': {},
  unavailable: { retryAfterSeconds: 'number' },
  'error-after-commit': {},
  'drop-after-commit': {},
  'torn-body': {},
  'stuck-provisioning': {},
  'failed-provisioning': { reason: 'string' },
};

/** Reads rules from untrusted JSON. Returns a message for invalid ones. */
export function parseFaultRules(value: unknown): readonly FaultRule[] | string {
  if (!Array.isArray(value)) return 'rules must be a list';
  for (const [index, rule] of value.entries()) {
    const problem = problemIn(rule);
    if (problem !== null) return `rule ${index}: ${problem}`;
  }
  return value as FaultRule[];
}

function problemIn(rule: unknown): string | null {
  const { fault, rate, next, operations, ...rest } = asObject(rule);
  const extra = Object.keys(rest)[0];
  if (extra !== undefined) return `unknown key ${extra}`;
  const { kind, ...given } = asObject(fault);
  if (typeof kind !== 'string' || !Object.hasOwn(PARAMETERS, kind)) return 'unknown fault.kind';
  const wanted = PARAMETERS[kind as Fault['kind']];
  for (const name of new Set([...Object.keys(wanted), ...Object.keys(given)])) {
    if (typeof given[name] !== wanted[name]) return `fault.${name} must be a ${wanted[name] ?? 'known key'}`;
  }
  if (rate !== undefined && !(typeof rate === 'number' && rate >= 0 && rate <= 1))
    return 'rate must be 0 to 1';
  if (next !== undefined && !(Number.isInteger(next) && Number(next) >= 0)) return 'next must be a count';
  if (operations !== undefined && !isOperationList(operations)) return 'unknown name in operations';
  return null;
}

function isOperationList(value: unknown): boolean {
  return Array.isArray(value) && value.every((name) => CALLS.includes(name));
}

function asObject(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}
