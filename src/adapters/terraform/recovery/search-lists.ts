import type { ListProbe, TerraformAddress, TerraformCloud } from '../../../../stacks';
import type { Json } from '../../../values/json';
import { connectionFailure } from '../../http/connection-failure';
import type { Fetch } from '../../http/node-fetch';
import { SentSecrets } from '../../http/sent-secrets';
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
 * Returns a way to ask the API of a cloud whose provider cannot list everything. `variables`: the environment of Terraform,
 * with the account's credentials.
 * The way throws TerraformFailure for an answer that is not a success.
 */
export function askWith(
  cloud: TerraformCloud,
  endpointUrl: string | null,
  variables: Readonly<Record<string, string>>,
  fetch: Fetch,
): AskCloud {
  return async (path) => {
    const { api } = cloud;
    if (api === null) throw new Error(`${cloud.facts.name} has no lists to search`);
    const token = api.tokenVariables.map((name) => variables[name]).find(Boolean) ?? '';
    const secrets = new SentSecrets(token);
    const url = new URL(path, endpointUrl ?? api.url);
    const request = new Request(url, {
      headers: { authorization: `Bearer ${token}`, accept: 'application/json' },
    });
    const fail = (why: string) =>
      new TerraformFailure('probe', [], secrets.maskMessage(`GET ${url.href}: ${why}`));
    let response: Response;
    try {
      response = await fetch(request);
    } catch (error) {
      throw fail(connectionFailure(error).message);
    }
    const text = await response.text();
    if (!response.ok) throw fail(`${response.status} ${text.slice(0, 200)}`);
    try {
      return JSON.parse(text) as Json;
    } catch {
      throw fail('the answer is not JSON');
    }
  };
}
