/** A file that cloud-init writes at the first boot. */
interface WrittenFile {
  readonly path: string;
  /** `0755` */
  readonly mode: string;
  /** Lines of plain ASCII. */
  readonly content: string;
}

/** `#cloud-config`: files to write and commands to run once, at the first boot. */
export function cloudConfig(config: {
  readonly title: string;
  readonly files: readonly WrittenFile[];
  /** Each a list of plain words. */
  readonly commands: readonly (readonly string[])[];
}): string {
  return [
    '#cloud-config',
    `# ${config.title}`,
    'write_files:',
    ...config.files.flatMap(written),
    'runcmd:',
    ...config.commands.map((words) => `  - [${words.join(', ')}]`),
    '',
  ].join('\n');
}

function written({ path, mode, content }: WrittenFile): string[] {
  const lines = content.trimEnd().split('\n');
  return [
    `  - path: ${path}`,
    `    permissions: '${mode}'`,
    '    content: |',
    ...lines.map((line) => (line === '' ? '' : `      ${line}`)),
  ];
}
