import type { Labels } from '../../labels';

/** A Dockerfile in which each stage begins with labels. */
export interface LabelledDockerfile {
  readonly text: string;
  /** Returns the line of the original that a line of `text` comes from. */
  readonly originalLine: (line: number) => number;
  /** The number of stages up to one, by its name or number; null: all. */
  readonly stagesUpTo: (target: string | null) => number;
}

/**
 * Returns the Dockerfile with labels at the beginning of each stage, so that containers and images of a build that is
 * killed can be found. Labels that change with every build would make the engine's cache useless.
 */
export function labelledDockerfile(text: string, labels: Labels): LabelledDockerfile {
  const lines = text.split('\n');
  const escape = escapeIn(lines);
  const label = `LABEL ${Object.entries(labels)
    .map(([name, value]) => `${name}="${value.replaceAll(/["\\$`]/g, (sign) => `${escape}${sign}`)}"`)
    .join(' ')}`;
  const labelled: string[] = [];
  const origins: number[] = [];
  const stages: string[] = [];
  let instruction = '';
  let words = '';
  let isOpen = false;
  lines.forEach((line, index) => {
    labelled.push(line);
    origins.push(index + 1);
    const bare = line.trim();
    if (bare === '' || bare.startsWith('#')) return;
    if (!isOpen) instruction = bare.split(/\s/, 1)[0]?.toUpperCase() ?? '';
    words = isOpen ? `${words} ${bare}` : bare;
    isOpen = bare.endsWith(escape);
    if (isOpen || instruction !== 'FROM') return;
    stages.push(/\sAS\s+(\S+)$/i.exec(words)?.[1]?.toLowerCase() ?? `${stages.length}`);
    labelled.push(label);
    origins.push(index + 1);
  });
  return {
    text: labelled.join('\n'),
    originalLine: (line) => origins[line - 1] ?? line,
    stagesUpTo: (target) => {
      const index = target === null ? -1 : stages.indexOf(target.toLowerCase());
      return index === -1 ? stages.length : index + 1;
    },
  };
}

/** Returns the sign that continues a line: a parser directive at the top may change it. */
function escapeIn(lines: readonly string[]): string {
  for (const line of lines) {
    const [, name, value] = /^\s*#\s*(\w+)\s*=\s*(\S+)\s*$/.exec(line.replace('\uFEFF', '')) ?? [];
    if (name === undefined) break;
    if (name.toLowerCase() === 'escape') return value === '`' ? '`' : '\\';
  }
  return '\\';
}
