import type { Holder } from '../../../ports/state-store';
import type { OpenFile } from './file-system-calls';
import type { LockOwner, ProcessIdentity } from '../../host/process-table';

/**
 * `held`: its holder writes heartbeats, or is dead. `released`: its holder has written everything and stopped.
 * `abandoned`: no process holds it, but earlier holders that may still write were not shut out.
 */
export type LockStatus = 'held' | 'released' | 'abandoned';

/** A lock file as another process reads it. */
export interface LockFile {
  readonly holder: Omit<Holder, 'liveness'>;
  readonly owner: LockOwner;
  readonly status: LockStatus;
}

/** Returns the two lines of a lock file: its holder, and its status and number of heartbeats in a fixed width. */
export function encodeLock(
  holder: Omit<Holder, 'liveness'>,
  owner: LockOwner,
): { who: string; status: string } {
  return {
    who: `${JSON.stringify({ format: 1, ...holder, identity: owner.identity })}\n`,
    status: statusLine('held', 0),
  };
}

/** Parses a lock file. One that is invalid, or that a newer Helix wrote, has an unknown holder. */
export function decodeLock(content: string, token: number): LockFile {
  const [who = '', line = ''] = content.split('\n');
  const known = tryParse(who);
  const text = (key: string): string => (typeof known[key] === 'string' ? known[key] : 'unknown');
  const host = text('host');
  const pid = typeof known['pid'] === 'number' ? known['pid'] : 0;
  const holder = { operation: text('operation'), by: text('by'), host, pid, since: text('since'), token };
  const status = line.startsWith('released')
    ? 'released'
    : line.startsWith('abandoned')
      ? 'abandoned'
      : 'held';
  return { holder, owner: { host, pid, identity: identityIn(known['identity']) }, status };
}

/** The lock of this process. It is written through its open file: another process may have taken its name. */
export class OwnLock {
  readonly token: number;
  readonly #file: OpenFile;
  readonly #statusAt: number;
  #beats = 0;

  constructor(token: number, file: OpenFile, who: string) {
    this.token = token;
    this.#file = file;
    this.#statusAt = Buffer.byteLength(who);
  }

  async beat(): Promise<void> {
    this.#beats += 1;
    await this.#write('held');
  }

  /** Writes the final status. */
  async end(status: 'released' | 'abandoned'): Promise<void> {
    try {
      await this.#write(status);
    } finally {
      await this.#file.close();
    }
  }

  async #write(status: LockStatus): Promise<void> {
    await this.#file.write(statusLine(status, this.#beats), this.#statusAt);
    await this.#file.sync();
  }
}

function statusLine(status: LockStatus, beats: number): string {
  return `${status.padEnd(9)} ${String(beats).padStart(12, '0')}\n`;
}

function identityIn(value: unknown): ProcessIdentity | null {
  const { bootId, pidNamespace, startTime } = (value ?? {}) as Partial<
    Record<keyof ProcessIdentity, unknown>
  >;
  if (typeof bootId !== 'string' || typeof pidNamespace !== 'string' || typeof startTime !== 'string')
    return null;
  return { bootId, pidNamespace, startTime };
}

function tryParse(line: string): Readonly<Record<string, unknown>> {
  try {
    return Object(JSON.parse(line)) as Record<string, unknown>;
  } catch {
    return {};
  }
}
