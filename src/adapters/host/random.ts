import { randomBytes, randomUUID } from 'node:crypto';
import type { Random } from '../../ports/random';

/** The operating system's randomness. */
export class SystemRandom implements Random {
  uuid(): string {
    return randomUUID();
  }

  key(): string {
    return randomBytes(32).toString('base64');
  }
}
