import type { RegistryCall } from './registry-call';
import { RegistryError } from './registry-error';

/** `GET tags/list`: sorted, in pages of `n` after `last`. */
export async function listTags({ store, repository, query }: RegistryCall): Promise<Response> {
  const isThere = (await store.list(store.repositoryPath(repository, '_manifests'))).length > 0;
  if (!isThere) throw new RegistryError(404, 'NAME_UNKNOWN', `nothing was pushed to ${repository}`);
  const last = query.get('last');
  const all = (await store.list(store.repositoryPath(repository, '_tags'))).filter(
    (tag) => !tag.endsWith('.tmp') && (last === null || tag > last),
  );
  const n = query.get('n') === null ? all.length : Number(query.get('n'));
  if (!Number.isInteger(n) || n < 0) throw new RegistryError(400, 'UNSUPPORTED', 'n is not a count');
  const tags = all.slice(0, n);
  const more = tags.length > 0 && tags.length < all.length;
  const next = `</v2/${repository}/tags/list?n=${n}&last=${tags.at(-1) ?? ''}>; rel="next"`;
  return new Response(JSON.stringify({ name: repository, tags }), {
    headers: { 'content-type': 'application/json', ...(more ? { link: next } : {}) },
  });
}
