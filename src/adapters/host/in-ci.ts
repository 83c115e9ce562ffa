import type { Environment } from '../../values/variables';

/** Whether `CI` tells of a run without a person: it is set, and neither empty nor `0` nor `false`. */
export function isInCi(environment: Environment): boolean {
  return !['', '0', 'false'].includes((environment['CI'] ?? '').trim().toLowerCase());
}
