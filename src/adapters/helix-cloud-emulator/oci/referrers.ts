import { rm } from 'node:fs/promises';
import { checkedDigest } from './access';
import type { Descriptor, Manifest } from './manifest';
import type { RegistryCall } from './registry-call';

/** Remembers that a manifest is about another one. */
export async function addReferrer(call: RegistryCall, manifest: Manifest, at: Descriptor): Promise<void> {
  const path = pathOf(call, manifest, at.digest);
  if (path === null) return;
  const { artifactType = manifest.config?.mediaType, annotations } = manifest;
  await call.store.writeText(path, JSON.stringify({ ...at, artifactType, annotations }));
}

export async function removeReferrer(call: RegistryCall, manifest: Manifest, digest: string): Promise<void> {
  const path = pathOf(call, manifest, digest);
  if (path !== null) await rm(path, { force: true });
}

/** `GET referrers/DIGEST`: an index of the manifests that are about this one. */
export async function listReferrers(
  { store, repository, query }: RegistryCall,
  subject: string,
): Promise<Response> {
  const folder = store.repositoryPath(repository, '_referrers', checkedDigest(subject));
  const type = query.get('artifactType');
  const texts = await Promise.all(
    (await store.list(folder)).map((name) => store.readText(`${folder}/${name}`)),
  );
  const manifests = texts
    .flatMap((text) => (text === null ? [] : [JSON.parse(text) as { artifactType?: string }]))
    .filter(({ artifactType }) => type === null || artifactType === type);
  const mediaType = 'application/vnd.oci.image.index.v1+json';
  return new Response(JSON.stringify({ schemaVersion: 2, mediaType, manifests }), {
    headers: {
      'content-type': mediaType,
      ...(type === null ? {} : { 'oci-filters-applied': 'artifactType' }),
    },
  });
}

function pathOf({ store, repository }: RegistryCall, { subject }: Manifest, digest: string): string | null {
  if (subject === undefined) return null;
  return store.repositoryPath(repository, '_referrers', checkedDigest(subject.digest), digest);
}
