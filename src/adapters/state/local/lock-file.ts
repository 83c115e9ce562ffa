import type { Holder } from '../../../ports/state-store';
import type { OpenFile } from './file-system-calls';
import type { LockOwner, ProcessIdentity } from '../../host/process-table';

/**
 * `held`: its heart beats, or it is dead. `released`: its holder wrote everything and writes no more.
 * `abandoned`: nobody holds it, but what earlier holders may still write was not shut out.
 */
export type LockStatus = 'held' | 'released' | 'abandoned';

/** A lock file as somebody else reads it. */
export interface LockFile {
  readonly holder: Omit<Holder, 'liveness'>;
  readonly owner: LockOwner;
  readonly status: LockStatus;
}

/** The two lines of a lock file: who took it, and in a fixed width how it stands and how often its heart has beaten. */
export function encodeLock(
  holder: Omit<Holder, 'liveness'>,
  owner: LockOwner,
): { who: string; status: string } {
  return {
    who: `${JSON.stringify({ format: 1, ...holder, identity: owner.identity })}\n`,
    status: statusLine('held', 0),
  };
}

/** Reads a lock file. One that cannot be read, or that a newer Helix wrote, is held by somebody unknown. */
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

/** The lock that this process took, written through the file it was made with: never a name that others may have taken. */
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

  /** The last thing written to it. */
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
