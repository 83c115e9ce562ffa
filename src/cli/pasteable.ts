import { shellWord } from '../values/shell-word';

/** The options that select what a command is about, to be repeated in the commands that it prints. */
export interface Selection {
  /** `-C DIR`; taken by every command. */
  readonly directory: readonly string[];
  /** `--workspace NAME` and the like; taken by commands about a project. */
  readonly project: readonly string[];
}

/** The first words of commands with two. */
const GROUPS = ['auth', 'cloud', 'keys', 'preview', 'prices', 'state', 'workspace'];

/** The commands that are not about one workspace of a project. */
const WITHOUT_WORKSPACE =
  /^(init|add|validate|show|login|logout|auth [\w-]+|keys \w+|preview \w+|prices \w+|cloud serve|workspace \w+|state migrate)$/;

/** Returns the text with the selection in each command that it quotes: `` `helix renew web` `` can then be pasted. */
export function pasteable(text: string, { directory, project }: Selection): string {
  if (directory.length + project.length === 0) return text;
  return text.replaceAll(
    /`helix\s+([a-z]+)(\s+[a-z][a-z-]*)?([^`]*)`/g,
    (quoted, first: string, second = '', rest = '') => {
      const path = GROUPS.includes(first) ? `${first}${second}` : first;
      if (first === 'help' || String(rest).includes('--help')) return quoted;
      const isProject = !WITHOUT_WORKSPACE.test(path.replaceAll(/\s+/g, ' '));
      const options = [...directory, ...(isProject ? project : [])]
        .map((word) => ` ${shellWord(word)}`)
        .join('');
      return quoted.replace(path, () => `${path}${options}`);
    },
  );
}
