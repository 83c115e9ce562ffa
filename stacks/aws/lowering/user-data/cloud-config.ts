import { Document } from 'yaml';

/** A file that cloud-init writes at the first boot. */
interface WrittenFile {
  readonly path: string;
  /** `0755` */
  readonly mode: string;
  /** Lines of plain ASCII. */
  readonly content: string;
}

/** Literal blocks are never folded, so that a script arrives as it was written. */
const FORMAT = {
  blockQuote: 'literal',
  lineWidth: 0,
  singleQuote: true,
  flowCollectionPadding: false,
} as const;

/** Returns a `#cloud-config`: files to write and commands to run once, at the first boot. */
export function cloudConfig(config: {
  readonly title: string;
  readonly files: readonly WrittenFile[];
  /** Each one a list of words. */
  readonly commands: readonly (readonly string[])[];
}): string {
  const document = new Document();
  document.contents = document.createNode({
    write_files: config.files.map(({ path, mode, content }) => ({
      path,
      permissions: mode,
      content: `${content.trimEnd()}\n`,
    })),
    runcmd: config.commands.map((words) => document.createNode(words, { flow: true })),
  });
  return `#cloud-config\n# ${config.title}\n${document.toString(FORMAT)}`;
}
