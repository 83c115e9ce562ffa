import type { ListProbe, TerraformAddress } from '../../../../stacks';
import type { Json } from '../../../values/json';
import type { CallCloud } from '../../cloud-api/call-cloud';
import { TerraformFailure } from '../program/failure';

/** Gets a path of a cloud's API, with the credentials of one account. */
export type AskCloud = (path: string) => Promise<Json>;

/** The most pages of a list that are read: a list that does not end is not searched forever. */
const MOST_PAGES = 500;

/** Searches lists of a cloud's API, page by page. Returns the import ids that match, by part. */
export async function searchLists(
  probes: ReadonlyMap<TerraformAddress, ListProbe>,
  ask: AskCloud,
): Promise<ReadonlyMap<TerraformAddress, readonly string[]>> {
  const found = new Map<TerraformAddress, readonly string[]>();
  for (const [part, { path, read }] of probes) {
    const ids: string[] = [];
    let next: string | null = path;
    for (let page = 0; next !== null && page < MOST_PAGES; page += 1) {
      const answer = read(await ask(next));
      ids.push(...answer.ids);
      next = answer.next;
    }
    found.set(part, [...new Set(ids)].sort());
  }
  return found;
}

/**
 * Returns a way to ask the lists of a cloud's API in one region.
 * It throws TerraformFailure for an answer that is not a success.
 */
export function askWith(call: CallCloud, region: string): AskCloud {
  return async (path) => {
    const fail = (why: string) => new TerraformFailure('probe', [], `GET ${path}: ${why}`);
    const { status, text } = await call(region, { method: 'GET', path, body: null }).catch(
      (error: unknown) => {
        throw fail(error instanceof Error ? error.message : 'no answer');
      },
    );
    if (status < 200 || status > 299) throw fail(`${status} ${text.slice(0, 200)}`);
    try {
      return JSON.parse(text) as Json;
    } catch {
      throw fail('the answer is not JSON');
    }
  };
}
