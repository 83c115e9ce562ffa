import { posix } from 'node:path';
import { contextDigest, inOrder } from '../adapters/project-files/build-context/context-digest';
import { contextFilter, ignoreFilesOf } from '../adapters/project-files/build-context/context-filter';
import type { ListedContext, ListedEntry } from '../adapters/project-files/build-context/list-context';
import { archiveOf } from '../adapters/project-files/build-context/pack-context';
import { summaryOf } from '../adapters/project-files/build-context/read-context';
import { isBlueprintCargo, PROJECT_MARKERS } from '../adapters/project-files/markers';
import type { BuildContext, ContextPlace } from '../graph/project-contents';
import type { PackedContext, PackedFolder, ProjectFiles } from '../ports/project-files';
import { digestOfText } from '../values/digest';
import { LARGEST } from '../values/sizes';
import { tooLarge } from '../adapters/host/read-at-most';

/** Project directories in memory. `files` holds every file by its absolute path with `/`; a test may change it. */
export class InMemoryProjectFiles implements ProjectFiles {
  readonly files: Map<string, string>;
  /** The answer of `gitCommit`. */
  commit: string | null = null;
  readonly #leftOut: string[] = [];

  constructor(files: Readonly<Record<string, string>> = {}) {
    this.files = new Map(Object.entries(files));
  }

  find(start: string): Promise<{ readonly root: string | null; readonly searched: readonly string[] }> {
    const searched: string[] = [];
    for (let directory = posix.resolve('/', start); ; directory = posix.dirname(directory)) {
      searched.push(directory);
      if (this.#isProject(directory)) return Promise.resolve({ root: directory, searched });
      if (directory === '/') return Promise.resolve({ root: null, searched });
    }
  }

  /** The owners of directories that a test gives. */
  readonly owners = new Map<string, number>();

  readOwner(directory: string): Promise<number | null> {
    return Promise.resolve(this.owners.get(directory) ?? null);
  }

  readKind(path: string): Promise<'file' | 'directory' | null> {
    if (this.files.has(path)) return Promise.resolve('file');
    return Promise.resolve(path === '/' || this.#below(path).length > 0 ? 'directory' : null);
  }

  async readText(root: string, file: string, largest: number = LARGEST.text): Promise<string | null> {
    const path = posix.join(root, file);
    const text = this.files.get(path) ?? null;
    if (text !== null && Buffer.byteLength(text) > largest) throw tooLarge(path, largest);
    return Promise.resolve(text);
  }

  writeText(root: string, file: string, text: string): Promise<void> {
    this.files.set(posix.join(root, file), text);
    return Promise.resolve();
  }

  readHxFiles(root: string, directory: string): Promise<ReadonlyMap<string, string>> {
    const below = this.#below(posix.join(root, directory));
    const isQuery = ([path]: [string, string]): boolean =>
      path.endsWith('.hx') && !path.split('/').includes('.helix');
    return Promise.resolve(new Map(below.filter(isQuery)));
  }

  readBuildContext(
    root: string,
    place: ContextPlace,
    envFiles: readonly string[] = [],
  ): Promise<BuildContext | null> {
    const listed = this.#listContext(root, place, envFiles);
    if (listed === null) return Promise.resolve(null);
    const { entries, bytes, notes, dockerfile } = listed;
    return Promise.resolve({ ...summaryOf(entries), place, bytes, notes, dockerfileText: dockerfile.text });
  }

  packBuildContext(
    root: string,
    place: ContextPlace,
    envFiles: readonly string[] = [],
  ): Promise<PackedContext> {
    const listed = this.#listContext(root, place, envFiles);
    if (listed === null) return Promise.reject(new Error(`no ${place.dockerfile} in ${root}`));
    const { digest, dockerfile } = listed;
    return Promise.resolve({
      digest,
      dockerfile: dockerfile.path,
      dockerfileText: dockerfile.text,
      archive: () => archiveOf(listed),
    });
  }

  packFiles(texts: ReadonlyMap<string, string>, _folder: PackedFolder): Promise<PackedContext['archive']> {
    const entries = inOrder([...texts].map(entryOf));
    const dockerfile = { text: '', path: '', hidden: false };
    return Promise.resolve(() => archiveOf({ directory: '/', entries, dockerfile }));
  }

  leaveOutOfContexts(root: string, files: readonly string[]): Promise<void> {
    this.#leftOut.push(...files.map((file) => posix.relative(root, file)));
    return Promise.resolve();
  }

  readCommitTime(): Promise<number | null> {
    return Promise.resolve(null);
  }

  readSourceUrl(): Promise<string | null> {
    return Promise.resolve(null);
  }

  readGitCommit(): Promise<string | null> {
    return Promise.resolve(this.commit);
  }

  /** Every file is a plain one, and the Dockerfile is in the directory that is sent. */
  #listContext(root: string, place: ContextPlace, envFiles: readonly string[]): ListedContext | null {
    const text = this.files.get(posix.join(root, place.dockerfile));
    if (text === undefined) return null;
    const directory = posix.join(root, place.directory);
    const file = ignoreFilesOf(place).find((name) => this.files.has(posix.join(root, name)));
    const rules = file === undefined ? '' : (this.files.get(posix.join(root, file)) ?? '');
    const filter = contextFilter(place, { file: file ?? '.dockerignore', text: rules }, [
      ...this.#leftOut,
      ...envFiles,
    ]);
    const path = posix.relative(place.directory, place.dockerfile);
    const found = this.#below(directory).filter((below) => below[0] === path || filter.holds(below[0]));
    const entries = inOrder(found.map(entryOf));
    return {
      directory,
      entries,
      digest: contextDigest(entries),
      bytes: entries.reduce((sum, { size }) => sum + size, 0),
      notes: [],
      dockerfile: { text, path, hidden: !filter.holds(path) },
    };
  }

  // Relative path -> text, sorted.
  #below(directory: string): [string, string][] {
    const prefix = directory.endsWith('/') ? directory : `${directory}/`;
    return [...this.files]
      .filter(([path]) => path.startsWith(prefix))
      .map(([path, text]): [string, string] => [path.slice(prefix.length), text])
      .sort(([a], [b]) => (a < b ? -1 : 1));
  }

  #isProject(directory: string): boolean {
    return [...PROJECT_MARKERS].some((name) => {
      const text = this.files.get(posix.join(directory, name));
      return text !== undefined && (name !== 'Cargo.toml' || isBlueprintCargo(text));
    });
  }
}

function entryOf([path, text]: [string, string]): ListedEntry {
  return { path, kind: 'file', content: digestOfText(text), size: Buffer.byteLength(text), text };
}
