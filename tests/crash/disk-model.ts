import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { SystemCall } from './system-calls';

/** The calls that the model must be told of. */
export const DISK_CALLS = [
  'openat',
  'close',
  'write',
  'pwrite64',
  'writev',
  'ftruncate',
  'fsync',
  'fdatasync',
  'rename',
  'renameat',
  'renameat2',
  'link',
  'linkat',
  'unlink',
  'unlinkat',
  'mkdir',
  'mkdirat',
  'rmdir',
];

/**
 * Models of a directory after a power failure. The content of a file is durable after an fsync of the file, its name
 * after an fsync of its directory; a disk may keep or lose everything else:
 */
export const POWER_FAILURES = {
  'nothing that was not synced': { names: 'synced', content: 'synced' },
  'all names, but no content that was not synced': { names: 'now', content: 'synced' },
  'all content, but no name that was not synced': { names: 'synced', content: 'now' },
  'removals that were not synced, but no new names': { names: 'least', content: 'synced' },
} as const;

export type PowerFailure = keyof typeof POWER_FAILURES;

interface File {
  readonly kind: 'file';
  now: Buffer;
  synced: Buffer;
}

interface Directory {
  readonly kind: 'directory';
  readonly now: Map<string, File | Directory>;
  synced: Map<string, File | Directory>;
}

interface Opened {
  readonly node: File | Directory;
  readonly appends: boolean;
  offset: number;
}

/** A directory as the kernel has it and as the disk has it, after what one process did to it. */
export class DiskModel {
  readonly #path: string;
  readonly #root: Directory;
  readonly #open = new Map<number, Opened>();

  /** Begins with what is there, all of it durable. */
  constructor(path: string) {
    this.#path = path;
    this.#root = read(path);
  }

  /** Does what a call did. Calls that failed or are about other places change nothing. */
  apply({ name, given, texts, result }: SystemCall): void {
    if (result < 0) return;
    const descriptor = Number(/^\d+/.exec(given)?.[0]);
    const [first = '', second = ''] = texts.map((text) => text.toString());
    switch (name) {
      case 'openat':
        this.#opened(first, given, result);
        break;
      case 'close':
        this.#open.delete(descriptor);
        break;
      case 'write':
      case 'writev':
        this.#written(descriptor, Buffer.concat(texts).subarray(0, result));
        break;
      case 'pwrite64':
        this.#written(descriptor, texts[0]!.subarray(0, result), Number(/(\d+)$/.exec(given)?.[1]));
        break;
      case 'ftruncate': {
        const node = this.#open.get(descriptor)?.node;
        if (node?.kind === 'file') node.now = node.now.subarray(0, Number(/(\d+)$/.exec(given)?.[1]));
        break;
      }
      case 'fsync':
      case 'fdatasync': {
        const node = this.#open.get(descriptor)?.node;
        if (node?.kind === 'file') node.synced = node.now;
        if (node?.kind === 'directory') node.synced = new Map(node.now);
        break;
      }
      case 'link':
      case 'linkat':
        this.#above(second)?.now.set(basename(second), this.#at(first)!);
        break;
      case 'rename':
      case 'renameat':
      case 'renameat2':
        this.#above(second)?.now.set(basename(second), this.#at(first)!);
        this.#above(first)?.now.delete(basename(first));
        break;
      case 'mkdir':
      case 'mkdirat':
        this.#above(first)?.now.set(basename(first), {
          kind: 'directory',
          now: new Map(),
          synced: new Map(),
        });
        break;
      case 'unlink':
      case 'unlinkat':
      case 'rmdir':
        this.#above(first)?.now.delete(basename(first));
        break;
      default:
        throw new Error(`the model does not know ${name}`);
    }
  }

  /** Puts what is left after a power failure in the place of the directory's content. */
  fail(failure: PowerFailure): void {
    rmSync(this.#path, { recursive: true });
    write(this.#path, this.#root, POWER_FAILURES[failure]);
  }

  #opened(path: string, given: string, descriptor: number): void {
    const above = this.#above(path);
    const isNew = given.includes('O_CREAT') && this.#at(path) === undefined;
    if (isNew) above?.now.set(basename(path), { kind: 'file', now: NOTHING, synced: NOTHING });
    const node = this.#at(path);
    if (node === undefined) return;
    if (node.kind === 'file' && given.includes('O_TRUNC')) node.now = NOTHING;
    this.#open.set(descriptor, { node, appends: given.includes('O_APPEND'), offset: 0 });
  }

  #written(descriptor: number, bytes: Buffer, position?: number): void {
    const opened = this.#open.get(descriptor);
    if (opened?.node.kind !== 'file') return;
    const { node } = opened;
    const at = position ?? (opened.appends ? node.now.length : opened.offset);
    const end = at + bytes.length;
    const padded = Buffer.concat([node.now, Buffer.alloc(Math.max(0, end - node.now.length))]);
    bytes.copy(padded, at);
    node.now = padded;
    if (position === undefined) opened.offset = end;
  }

  #above(path: string): Directory | undefined {
    const node = this.#at(dirname(path));
    return node?.kind === 'directory' ? node : undefined;
  }

  #at(path: string): File | Directory | undefined {
    if (path !== this.#path && !path.startsWith(`${this.#path}/`)) return undefined;
    let node: File | Directory | undefined = this.#root;
    for (const name of path.slice(this.#path.length).split('/')) {
      if (name === '') continue;
      node = node?.kind === 'directory' ? node.now.get(name) : undefined;
    }
    return node;
  }
}

const NOTHING = Buffer.alloc(0);

function read(path: string): Directory {
  const now = new Map<string, File | Directory>();
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    const below = join(path, entry.name);
    if (entry.isDirectory()) now.set(entry.name, read(below));
    else {
      const content = readFileSync(below);
      now.set(entry.name, { kind: 'file', now: content, synced: content });
    }
  }
  return { kind: 'directory', now, synced: new Map(now) };
}

function write(path: string, directory: Directory, kept: (typeof POWER_FAILURES)[PowerFailure]): void {
  mkdirSync(path);
  for (const [name, node] of kept.names === 'now' ? directory.now : directory.synced) {
    if (kept.names === 'least' && directory.now.get(name) !== node) continue;
    if (node.kind === 'directory') write(join(path, name), node, kept);
    else writeFileSync(join(path, name), kept.content === 'now' ? node.now : node.synced, { mode: 0o600 });
  }
}
