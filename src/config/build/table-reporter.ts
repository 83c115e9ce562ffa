import { isObject } from '../../values/is-object';
import type { SourceRef } from '../../values/resource';
import type { TomlDocument } from '../text/document';
import type { Part } from '../text/places';
import type { TomlPath } from '../text/table-headers';
import type { Finding, ProblemList, Severity } from '../validation/problems';

/** Reports problems of a table, each at the place of its key. */
export class TableReporter {
  readonly #document: TomlDocument;
  readonly #path: TomlPath;
  readonly #problems: ProblemList;

  constructor(document: TomlDocument, path: TomlPath, problems: ProblemList) {
    this.#document = document;
    this.#path = path;
    this.#problems = problems;
  }

  /** The reporter of a table inside. */
  below(...path: readonly string[]): TableReporter {
    return new TableReporter(this.#document, [...this.#path, ...path], this.#problems);
  }

  /** The name of a key for messages: `build.cache.ref`. */
  name(key: string): string {
    return [...this.#path, key].join('.');
  }

  /** The header of the table: `[build.cache]`. */
  get header(): string {
    return `[${this.#path.join('.')}]`;
  }

  error(key: string, finding: Finding): void {
    this.add('error', key, finding);
  }

  warning(key: string, finding: Finding): void {
    this.add('warning', key, finding);
  }

  add(severity: Severity, key: string, finding: Finding, part: Part = 'value'): void {
    const place = () => this.#document.place([...this.#path, key], part);
    this.#problems.add(severity, { ...finding, place });
  }

  /** Reports a key that is not there. One that is there and invalid was reported as such. */
  missing(key: string, example: string, why: string): void {
    if (this.#isWritten(key)) return;
    this.#problems.error({
      code: 'missing-key',
      message: `\`${this.header}\` needs \`${key}\`: ${why}.`,
      hint: `Add \`${key} = "${example}"\`.`,
      place: () => this.#document.place(this.#path, 'table'),
    });
  }

  #isWritten(key: string): boolean {
    const tables = this.#path.map(String);
    const table = tables.reduce<unknown>(
      (value, name) => (isObject(value) ? value[name] : undefined),
      this.#document.data,
    );
    return isObject(table) && Object.hasOwn(table, key);
  }

  /** Returns the place of a key. */
  source(key: string): SourceRef {
    return this.#document.sourceOf([...this.#path, key], 'key');
  }
}
