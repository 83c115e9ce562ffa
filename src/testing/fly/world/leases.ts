import type { Clock } from '../../../ports/clock';
import { Refused } from '../refused';
import type { StoredMachine } from './stored';

type Lease = NonNullable<StoredMachine['lease']>;

/** The leases of machines: who holds one may change its machine, nobody else. */
export class Leases {
  readonly #clock: Clock;
  #count = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  take(machine: StoredMachine, seconds: number, description = ''): Lease {
    this.assert(machine, null);
    this.#count += 1;
    const expiresAt = this.#clock.monotonicMs() + seconds * 1000;
    machine.lease = { nonce: `nonce-${this.#count}`, expiresAt, description };
    return machine.lease;
  }

  /** Lets somebody else hold the lease for some seconds. */
  occupy(machine: StoredMachine, seconds: number): void {
    const expiresAt = this.#clock.monotonicMs() + seconds * 1000;
    machine.lease = { nonce: 'of somebody else', expiresAt, description: 'a deployment' };
  }

  release(machine: StoredMachine, nonce: string | null): void {
    this.assert(machine, nonce);
    machine.lease = null;
  }

  /** @throws Refused 409 where somebody else holds the lease */
  assert({ id, lease }: StoredMachine, nonce: string | null): void {
    if (lease === null || lease.expiresAt <= this.#clock.monotonicMs() || lease.nonce === nonce) return;
    const message = `failed to acquire lease: machine ID ${id} lease currently held by somebody else`;
    throw new Refused(409, message, 'conflict');
  }
}
