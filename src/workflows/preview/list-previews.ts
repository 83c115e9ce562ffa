import { HelixError } from '../../errors';
import { isAnything } from '../../previews/preview-facts';
import type { PreviewFacts } from '../../previews/preview-facts';
import type { PullRequest, PullRequests } from '../../ports/forge';
import type { Ports } from '../../ports/ports';
import type { ProjectRequest } from '../project/project';
import { findPreviews, readFacts } from './recorded-previews';

/** A preview that lives, and its pull request. */
export interface ListedPreview {
  readonly facts: PreviewFacts;
  /** null: the forge was not asked, or did not tell. */
  readonly pull: PullRequest | null;
}

/** Lists the previews that live, by number. `notice` is told what cannot be read. */
export async function listPreviews(
  ports: Ports,
  request: Pick<ProjectRequest, 'directory'>,
  forge: PullRequests | null,
  notice: (text: string) => void,
): Promise<readonly ListedPreview[]> {
  const { previews, unread } = await findPreviews(ports, request);
  for (const { number, error } of unread)
    notice(`The preview of pull request ${number} cannot be read: ${error.message}.`);
  const listed: ListedPreview[] = [];
  for (const preview of previews.filter(({ state }) => isAnything(state))) {
    const { number } = preview;
    listed.push({
      facts: await readFacts(ports, preview),
      pull: forge === null ? null : await readPull(forge, number, notice),
    });
  }
  return listed;
}

async function readPull(
  forge: PullRequests,
  number: number,
  notice: (text: string) => void,
): Promise<PullRequest | null> {
  try {
    return await forge.readPullRequest(number);
  } catch (error) {
    if (!(error instanceof HelixError)) throw error;
    notice(`Pull request ${number} is shown without its title: ${error.message}.`);
    return null;
  }
}
