import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { HelixError } from '../../../errors';
import { errnoOf } from '../../host/errno';
import type { Host } from '../../host/host';

const run = promisify(execFile);

/** The variables that git needs to reach a repository. Those of a hook, such as GIT_DIR, would lead it elsewhere. */
const PASSED =
  /^(PATH|HOME|LANG|SSH_AUTH_SOCK|SSL_CERT_FILE|GIT_SSL_CAINFO|GIT_SSH_COMMAND|(HTTPS?|NO|ALL)_PROXY)$/i;

/** Runs git and returns its output. @throws HelixError `failed` with its last line, or where there is no git */
export async function runGit(
  args: readonly string[],
  host: Pick<Host, 'environment'>,
  signal: AbortSignal,
): Promise<string> {
  const passed = Object.entries(host.environment).filter(([name]) => PASSED.test(name));
  const env = { ...Object.fromEntries(passed), GIT_TERMINAL_PROMPT: '0' };
  try {
    const { stdout } = await run('git', args, { env, signal, maxBuffer: 64 * 1024 * 1024 });
    return stdout.trim();
  } catch (error) {
    if (signal.aborted) throw new HelixError('cancelled', 'Interrupted while cloning HelixDB.');
    if (errnoOf(error) === 'ENOENT') {
      throw new HelixError('failed', 'HelixDB is built from its source, and there is no `git` to clone it.', {
        hint: 'Install git.',
      });
    }
    throw new HelixError('failed', `git: ${withoutLogIns(lastLine(error))}`, {
      hint: 'Set `[project] helix_repository` to a repository that this host can reach, and `helix_version` to a tag of it.',
      cause: error,
    });
  }
}

function lastLine(error: unknown): string {
  const stderr = (error as { readonly stderr?: unknown }).stderr;
  const lines = typeof stderr === 'string' ? stderr.trim().split('\n') : [];
  return lines.at(-1) ?? 'it ended without a word';
}

function withoutLogIns(text: string): string {
  return text.replaceAll(/:\/\/[^/@\s]+@/g, '://');
}
