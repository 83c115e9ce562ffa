import type { BuildConfig } from '../../../config/build/build';
import type { BuildRequest } from '../images/build/builder';
import type { CacheFlags } from './cache-flags';
import type { ReadyBuilder } from './ensure-builder';

/** The form in which an image leaves the builder. */
export type BuildOutput =
  /** To the registry of its tags. */
  | { readonly type: 'push'; readonly insecure: boolean }
  /** To the engine of this host. */
  | { readonly type: 'load' }
  /** To a folder in the OCI layout. */
  | { readonly type: 'layout'; readonly folder: string };

/** The facts of one build beside its request. */
export interface BuildSettings {
  readonly builder: ReadyBuilder;
  readonly output: BuildOutput;
  readonly cache: CacheFlags | null;
  readonly provenance: BuildConfig['provenance'];
  readonly metadataFile: string;
}

type Request = Pick<
  BuildRequest,
  'dockerfile' | 'target' | 'buildArgs' | 'platforms' | 'labels' | 'tags' | 'noCache' | 'pull'
>;

/**
 * Returns the words of `buildx build`, which reads the context from its standard input. A build argument is named without
 * its value: buildx takes that from its environment, which other users cannot read.
 */
export function buildArguments(request: Request, settings: BuildSettings): readonly string[] {
  const { builder, cache, provenance, metadataFile } = settings;
  const { dockerfile, target, buildArgs, platforms, labels, noCache, pull } = request;
  return [
    ['build', '--builder', builder.name, '--progress', 'rawjson', '--metadata-file', metadataFile],
    ['--provenance', provenance === 'none' ? 'false' : `mode=${provenance}`, '--sbom', 'false'],
    ['--file', dockerfile],
    target === null ? [] : ['--target', target],
    platforms.length === 0 ? [] : ['--platform', platforms.join(',')],
    Object.keys(buildArgs).flatMap((name) => ['--build-arg', name]),
    Object.entries(labels).flatMap(([name, value]) => ['--label', `${name}=${value}`]),
    noCache ? ['--no-cache'] : [],
    pull ? ['--pull'] : [],
    cache === null ? [] : [...(noCache ? [] : ['--cache-from', cache.from]), '--cache-to', cache.to],
    ['--output', outputText(request, settings)],
    ['-'],
  ].flat();
}

function outputText({ tags }: Request, { builder, output }: BuildSettings): string {
  // Equal content gets an equal digest only where the times of files in layers are set as well.
  const times = builder.isRepeatable ? ['rewrite-timestamp=true'] : [];
  const media = builder.driver === 'docker' ? [] : ['oci-mediatypes=true'];
  const names = `"name=${tags.join(',')}"`;
  switch (output.type) {
    case 'push': {
      const insecure = output.insecure ? ['registry.insecure=true'] : [];
      return ['type=image', names, 'push=true', ...media, ...times, ...insecure].join(',');
    }
    case 'load':
      return ['type=docker', names, ...times].join(',');
    case 'layout':
      return ['type=oci', 'tar=false', `dest=${output.folder}`, ...times].join(',');
  }
}
