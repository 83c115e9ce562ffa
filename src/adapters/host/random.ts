import { randomUUID } from 'node:crypto';
import type { Random } from '../../ports/random';

/** The operating system's randomness. */
export class SystemRandom implements Random {
  uuid(): string {
    return randomUUID();
  }
}
