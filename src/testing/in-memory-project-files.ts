import { posix } from 'node:path';
import { contextDigest } from '../adapters/project-files/context-digest';
import type { ContextEntry } from '../adapters/project-files/context-digest';
import { contextFilter, ignoreFileNames } from '../adapters/project-files/docker-ignore';
import { isBlueprintCargo, PROJECT_MARKERS } from '../adapters/project-files/markers';
import type { BuildContext, ContextPlace } from '../graph/project-contents';
import type { PackedContext, ProjectFiles } from '../ports/project-files';
import { digestOfText } from '../values/digest';
import { LARGEST } from '../values/sizes';
import { tooLarge } from '../adapters/host/read-at-most';

/** Project directories in memory. `files` holds every file by its absolute path with `/`; a test may change it. */
export class InMemoryProjectFiles implements ProjectFiles {
  readonly files: Map<string, string>;
  /** The answer of `gitCommit`. */
  commit: string | null = null;

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

  readBuildContext(root: string, place: ContextPlace): Promise<BuildContext | null> {
    const entries = this.#contextEntries(root, place);
    if (entries === null) return Promise.resolve(null);
    return Promise.resolve({
      place,
      digest: contextDigest(entries),
      files: Object.fromEntries(entries.map(({ path, content }) => [path, content.slice(0, 16)])),
      fileCount: entries.length,
    });
  }

  packBuildContext(root: string, place: ContextPlace): Promise<PackedContext> {
    const entries = this.#contextEntries(root, place);
    if (entries === null) throw new Error(`there is no ${place.dockerfile}`);
    return Promise.resolve({
      digest: contextDigest(entries),
      dockerfile: posix.relative(place.directory, place.dockerfile),
      dockerfileText: this.files.get(posix.join(root, place.dockerfile)) ?? '',
      archive: () => {
        throw new Error('files in memory are not sent');
      },
    });
  }

  #contextEntries(root: string, { directory, dockerfile }: ContextPlace): ContextEntry[] | null {
    if (!this.files.has(posix.join(root, dockerfile))) return null;
    const below = this.#below(posix.join(root, directory));
    const texts = new Map(below);
    const rules = ignoreFileNames.map((name) => texts.get(name)).find((text) => text !== undefined);
    const filter = contextFilter(rules ?? '');
    return below
      .filter(([path]) => filter.holds(path))
      .map(([path, text]): ContextEntry => ({ path, kind: 'file', content: digestOfText(text) }));
  }

  readGitCommit(): Promise<string | null> {
    return Promise.resolve(this.commit);
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
