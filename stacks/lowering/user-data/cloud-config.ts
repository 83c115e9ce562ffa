/** A file that cloud-init writes at the first boot. */
export interface WrittenFile {
  readonly path: string;
  /** `0755` */
  readonly mode: string;
  /** Lines of plain ASCII. */
  readonly content: string;
}

/**
 * Returns a `#cloud-config`: files to write and commands to run once, at the first boot. It is written by hand, since a
 * YAML library would be a thirtieth of the package; a test reads it back with one.
 */
export function cloudConfig(config: {
  readonly title: string;
  /** The public keys that log in with, in place of passwords; missing: log-ins stay as the image has them. */
  readonly loginKeys?: readonly string[] | undefined;
  readonly files: readonly WrittenFile[];
  /** Each one a list of words. */
  readonly commands: readonly (readonly string[])[];
}): string {
  return [
    '#cloud-config',
    `# ${config.title}`,
    ...loginLines(config.loginKeys),
    'write_files:',
    ...config.files.flatMap(fileLines),
    'runcmd:',
    ...config.commands.map((words) => `  - [${words.map(scalar).join(', ')}]`),
    '',
  ].join('\n');
}

/** The lines that leave keys as the only way to log in. */
function loginLines(keys: readonly string[] | undefined): string[] {
  if (keys === undefined) return [];
  const listed = keys.map((key) => `  - ${JSON.stringify(key)}`);
  return ['ssh_pwauth: false', ...(keys.length === 0 ? [] : ['ssh_authorized_keys:', ...listed])];
}

/** Returns a word as a YAML scalar: plain where it cannot be read as anything else, else in double quotes, as in JSON. */
function scalar(word: string): string {
  const isPlain =
    /^(-{1,2}|\/)?[a-z][\w./@-]*$/i.test(word) && !/^(true|false|null|yes|no|on|off|y|n)$/i.test(word);
  return isPlain ? word : JSON.stringify(word);
}

function fileLines({ path, mode, content }: WrittenFile): string[] {
  const lines = content.trimEnd().split('\n');
  return [
    `  - path: ${path}`,
    `    permissions: '${mode}'`,
    '    content: |',
    ...lines.map((line) => (line === '' ? '' : `      ${line}`)),
  ];
}
