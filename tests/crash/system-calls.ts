/** A finished system call, as strace wrote it down. */
export interface SystemCall {
  readonly name: string;
  /** The text between the parentheses. */
  readonly given: string;
  /** Its string arguments. */
  readonly texts: readonly Buffer[];
  readonly result: number;
}

/** Flags for strace, so that `systemCalls` can read what it writes to a file. */
export function straceFlags(output: string, calls: readonly string[]): string[] {
  return [
    '-f',
    '-qq',
    '-xx',
    '-s',
    '10000000',
    '-e',
    `trace=${calls.join(',')}`,
    '-e',
    'signal=none',
    '-o',
    output,
  ];
}

/** Reads a record of all threads of a process, in the order in which the calls ended. */
export function systemCalls(record: string): SystemCall[] {
  const begun = new Map<string, string>();
  const calls: SystemCall[] = [];
  for (const line of record.split('\n')) {
    const [, thread = '', said = ''] = /^(\d+) +(.*)$/.exec(line) ?? [];
    if (said.endsWith('<unfinished ...>')) {
      begun.set(thread, said.slice(0, -'<unfinished ...>'.length));
      continue;
    }
    const rest = /^<\.\.\. \w+ resumed>(.*)$/.exec(said)?.[1];
    const call = rest === undefined ? said : `${begun.get(thread) ?? ''}${rest}`;
    const [, name, given = '', result] = /^(\w+)\((.*)\) += (-?\d+)/.exec(call) ?? [];
    if (name !== undefined) calls.push({ name, given, texts: textsIn(given), result: Number(result) });
  }
  return calls;
}

function textsIn(given: string): Buffer[] {
  return [...given.matchAll(/"((?:\\x[0-9a-f]{2})*)"/g)].map(([, hex = '']) =>
    Buffer.from(hex.replaceAll('\\x', ''), 'hex'),
  );
}
