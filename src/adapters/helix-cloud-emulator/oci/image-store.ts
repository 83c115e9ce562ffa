import { randomUUID } from 'node:crypto';
import { createReadStream, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { ReadStream } from 'node:fs';

/**
 * The files of the registry: a folder an instance, with `blobs`, `uploads` and `repositories` in it. Without a directory
 * they lie in a temporary one, which `close` removes.
 */
export class ImageStore {
  #directory: string | null;
  readonly #isTemporary: boolean;

  constructor(directory: string | null) {
    this.#isTemporary = directory === null;
    this.#directory = directory === null ? null : join(directory, 'registry');
  }

  /** Finds a blob by its digest; null for one that was not pushed. */
  async findBlob(instance: string, digest: string): Promise<{ readonly size: number } | null> {
    const found = await stat(this.blobPath(instance, digest)).catch(() => null);
    return found === null ? null : { size: found.size };
  }

  readBlob(instance: string, digest: string, range: { start?: number; end?: number } = {}): ReadStream {
    return createReadStream(this.blobPath(instance, digest), range);
  }

  async removeBlob(instance: string, digest: string): Promise<void> {
    await rm(this.blobPath(instance, digest), { force: true });
  }

  /** Stores a small document under its digest. */
  async putDocument(instance: string, digest: string, content: Buffer): Promise<void> {
    await this.#write(this.blobPath(instance, digest), content);
  }

  /** Reads a text of a repository: a tag, or the media type of a manifest; null where there is none. */
  async readText(path: string): Promise<string | null> {
    return readFile(path, 'utf8').catch(() => null);
  }

  async writeText(path: string, text: string): Promise<void> {
    await this.#write(path, text);
  }

  /** Lists the names in a folder, sorted by bytes; empty where there is none. */
  async list(path: string): Promise<readonly string[]> {
    const names = await readdir(path).catch(() => []);
    return names.sort();
  }

  blobPath(instance: string, digest: string): string {
    return join(this.#folder(), instance, 'blobs', digest.replace(':', '-'));
  }

  uploadPath(instance: string, upload: string): string {
    return join(this.#folder(), instance, 'uploads', upload);
  }

  /** Returns a path of a repository: no part of its name begins with an underscore, and these do. */
  repositoryPath(repository: string, kind: '_manifests' | '_tags' | '_referrers', ...rest: string[]): string {
    const [instance = '', ...name] = repository.split('/');
    return join(this.#folder(), instance, 'repositories', ...name, kind, ...rest);
  }

  /** Removes everything that an instance pushed. */
  removeAll(instance: string): void {
    if (this.#directory !== null) rmSync(join(this.#directory, instance), { recursive: true, force: true });
  }

  close(): void {
    if (this.#isTemporary && this.#directory !== null)
      rmSync(this.#directory, { recursive: true, force: true });
  }

  async #write(path: string, content: string | Buffer): Promise<void> {
    await mkdir(dirname(path), { recursive: true });
    const beside = `${path}.${randomUUID()}.tmp`;
    await writeFile(beside, content, { mode: 0o600 });
    await rename(beside, path);
  }

  #folder(): string {
    this.#directory ??= mkdtempSync(join(tmpdir(), 'helix-cloud-registry-'));
    mkdirSync(this.#directory, { recursive: true, mode: 0o700 });
    return this.#directory;
  }
}
