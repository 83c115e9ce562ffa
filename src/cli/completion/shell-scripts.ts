/** A shell that Helix completes words in. */
export const SHELLS = ['bash', 'zsh', 'fish'] as const;

export type Shell = (typeof SHELLS)[number];

/** The scripts by which shells ask for words. They hold no commands, so that a newer Helix needs no newer script. */
export const SCRIPTS: Readonly<Record<Shell, string>> = {
  bash: `# Completion of helix for bash.
_helix() {
  local IFS=$'\\n'
  COMPREPLY=($(helix __complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
}
complete -o default -F _helix helix
`,
  zsh: `#compdef helix
# Completion of helix for zsh.
_helix() {
  local -a answers
  answers=("\${(@f)$(helix __complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  if [[ -n "\${answers[1]}" ]]; then compadd -- "\${answers[@]}"; else _files; fi
}
if [ "\${funcstack[1]}" = "_helix" ]; then _helix "$@"; else compdef _helix helix; fi
`,
  fish: `# Completion of helix for fish.
function __helix_complete
  set -l words (commandline -opc) (commandline -ct)
  set -l answers (helix __complete -- $words[2..-1] 2>/dev/null)
  if set -q answers[1]
    string join \\n -- $answers
  else
    __fish_complete_path (commandline -ct)
  end
end
complete -c helix -f -a '(__helix_complete)'
`,
};

/** A directory in which a shell finds completions by itself, and the name of the file there. */
export interface Place {
  readonly directory: string;
  readonly file: string;
  /** The line that the user's own configuration must have; null: none. */
  readonly line: string | null;
}

/** Returns the place of a script. `data` and `config` are the user's directories of each. */
export function placeOf(shell: Shell, data: string, config: string): Place {
  switch (shell) {
    case 'bash':
      return { directory: `${data}/bash-completion/completions`, file: 'helix', line: null };
    case 'zsh': {
      const directory = `${data}/zsh/site-functions`;
      return { directory, file: '_helix', line: `fpath=(${directory} $fpath)` };
    }
    case 'fish':
      return { directory: `${config}/fish/completions`, file: 'helix.fish', line: null };
  }
}
