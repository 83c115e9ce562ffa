import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Topics } from '../../ports/topics';

/** The pages in the folder `docs/` that is packed with Helix, one Markdown file each. */
export class TopicFiles implements Topics {
  readonly #directory: string;

  constructor(directory: string) {
    this.#directory = directory;
  }

  async listNames(): Promise<readonly string[]> {
    // A copy of the program without its documentation still runs.
    const files = existsSync(this.#directory) ? await readdir(this.#directory) : [];
    return files
      .filter((file) => file.endsWith('.md') && file !== 'README.md')
      .map((file) => basename(file, '.md'))
      .sort();
  }

  async read(name: string): Promise<string | null> {
    // A name that is not listed, such as `../README`, never becomes a path.
    if (!(await this.listNames()).includes(name)) return null;
    return await readFile(join(this.#directory, `${name}.md`), 'utf8');
  }
}
