import type { Problem } from '../../errors';
import { parseDockerfile } from './instructions';
import type { Instruction } from './instructions';

/** An observation about a file of a build context. Paths are relative to the context. */
export type ContextNote =
  /** A file that begins with `#!`. */
  | { readonly type: 'script'; readonly path: string; readonly crlf: boolean; readonly executable: boolean }
  /** A socket, pipe or device, which no archive holds. */
  | { readonly type: 'left-out'; readonly path: string }
  /** The history of git, which the context leaves out. */
  | { readonly type: 'git-left-out'; readonly path: string }
  /** A link whose target is not in the context: the image gets the link alone. */
  | { readonly type: 'outside-link'; readonly path: string; readonly target: string }
  /** The largest file of a context that is unusually large. */
  | { readonly type: 'large'; readonly path: string; readonly bytes: number };

/** The parts of a build context that warnings are about. */
export interface NotedContext {
  /** The Dockerfile's path in the project. */
  readonly dockerfile: string;
  readonly dockerfileText: string;
  readonly bytes: number;
  readonly notes: readonly ContextNote[];
}

/** The number of files that one warning names. */
const NAMED = 3;

/** Returns warnings about what would surprise in the image. */
export function contextWarnings(context: NotedContext): readonly Problem[] {
  return [
    ...gitWarnings(context),
    ...lineEndWarnings(context),
    ...entrypointWarnings(context),
    ...linkWarnings(context),
    ...leftOutWarnings(context),
    ...sizeWarnings(context),
  ];
}

const GIT_FOLDER = /(?:^|[\s"'=/,[])\.git(?=$|[\s"'/,\]])/;
const GIT_COMMAND =
  /\bgit\s+(?:-\S+\s+(?:[/.]\S*\s+)?)*(?:describe|rev-parse|rev-list|log|show|status|diff|tag|branch)\b/;

function gitWarnings({ dockerfile, dockerfileText, notes }: NotedContext): readonly Problem[] {
  if (notesOf(notes, 'git-left-out').length === 0) return [];
  const step = parseDockerfile(dockerfileText).instructions.find(
    ({ keyword, rest }) =>
      ['RUN', 'COPY', 'ADD'].includes(keyword) && (GIT_FOLDER.test(rest) || GIT_COMMAND.test(rest)),
  );
  if (step === undefined) return [];
  return [
    {
      ...warning('git-left-out', `this step uses git, and \`.git\` is left out of the build context`),
      hint: 'Add the line `!.git` to .dockerignore; the image is then built again with each commit.',
      place: placeOf(dockerfile, dockerfileText, step),
    },
  ];
}

function lineEndWarnings({ notes }: NotedContext): readonly Problem[] {
  const paths = notesOf(notes, 'script').flatMap(({ path, crlf }) => (crlf ? [path] : []));
  const [first] = paths;
  if (first === undefined) return [];
  const message = `${namesOf(paths)} begins with \`#!\` and has Windows line ends, so that Linux does not find its interpreter`;
  const hint = `Add the line \`${first} text eol=lf\` to .gitattributes, then run \`git add --renormalize .\`.`;
  return [{ ...warning('windows-line-ends', message), hint }];
}

/** Warns of an entry point that cannot be executed, unless a step makes it executable. */
function entrypointWarnings({ dockerfile, dockerfileText, notes }: NotedContext): readonly Problem[] {
  const { instructions } = parseDockerfile(dockerfileText);
  const entrypoint = instructions.findLast(({ keyword }) => keyword === 'ENTRYPOINT');
  if (entrypoint === undefined) return [];
  const program = baseName(/^(?:\[\s*")?([^"\s,\]]+)/.exec(entrypoint.rest)?.[1] ?? '');
  const script = notesOf(notes, 'script').find(
    ({ path, executable }) => !executable && program !== '' && baseName(path) === program,
  );
  const isMadeExecutable = instructions.some(
    ({ rest, flags }) => /\bchmod\b/.test(rest) || flags.some(([name]) => name === 'chmod'),
  );
  if (script === undefined || isMadeExecutable) return [];
  return [
    {
      ...warning('not-executable', `${script.path} is the entry point and is not executable`),
      hint: `Run \`chmod +x ${script.path}\`, or \`git update-index --chmod=+x ${script.path}\` on Windows.`,
      place: placeOf(dockerfile, dockerfileText, entrypoint),
    },
  ];
}

function linkWarnings({ notes }: NotedContext): readonly Problem[] {
  const links = notesOf(notes, 'outside-link');
  if (links.length === 0) return [];
  const names = namesOf(links.map(({ path, target }) => `${path} -> ${target}`));
  return [
    {
      ...warning(
        'outside-link',
        `${names} leads out of the build context: the image gets the link, not the file`,
      ),
      hint: 'Copy the file into the context if the image needs it.',
    },
  ];
}

function leftOutWarnings({ notes }: NotedContext): readonly Problem[] {
  const paths = notesOf(notes, 'left-out').map(({ path }) => path);
  if (paths.length === 0) return [];
  const message = `${namesOf(paths)} is neither a file nor a link, and is left out of the build context`;
  return [{ ...warning('left-out', message), hint: 'Add it to .dockerignore to confirm that.' }];
}

function sizeWarnings({ notes, bytes }: NotedContext): readonly Problem[] {
  return notesOf(notes, 'large').map(({ path, bytes: size }) => ({
    ...warning(
      'large-context',
      `the build context has ${megabytes(bytes)}; ${path} alone has ${megabytes(size)}`,
    ),
    hint: `If the image does not need it, add the line \`${path}\` to .dockerignore.`,
  }));
}

function notesOf<Type extends ContextNote['type']>(
  notes: readonly ContextNote[],
  type: Type,
): readonly Extract<ContextNote, { type: Type }>[] {
  return notes.filter((note): note is Extract<ContextNote, { type: Type }> => note.type === type);
}

function warning(code: string, message: string): Problem {
  return { severity: 'warning', code, message };
}

function placeOf(file: string, text: string, { line }: Instruction): NonNullable<Problem['place']> {
  return { file, line, column: 1, text: text.split(/\r?\n/)[line - 1] ?? '' };
}

function namesOf(names: readonly string[]): string {
  const more = names.length - NAMED;
  return names.slice(0, NAMED).join(', ') + (more > 0 ? ` and ${more} more` : '');
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1e6)} MB`;
}
