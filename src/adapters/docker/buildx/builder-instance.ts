import { resolve } from 'node:path';
import type { BuildConfig, BuilderChoice, RemoteBuilder } from '../../../config/build/build';
import { digestOf } from '../../../values/digest';

/** The variable by which a builder's container tells that Helix made it. */
export const BUILDER_VARIABLE = 'HELIX_BUILDER';

/** A builder of buildx. Its name follows from its settings: another project with the same ones uses the same builder. */
export type BuilderInstance =
  /** The engine's own BuildKit, which always exists. */
  | { readonly driver: 'docker'; readonly name: 'default' }
  | {
      readonly driver: 'docker-container';
      readonly name: string;
      readonly options: readonly string[];
      /** The text of its `buildkitd.toml`. */
      readonly settings: string;
    }
  | {
      readonly driver: 'remote';
      readonly name: string;
      readonly options: readonly string[];
      readonly remote: RemoteBuilder;
    };

/**
 * Returns the builder that builds an image: the written one, else the engine itself, or a container where the engine
 * cannot do it: it keeps one platform of an image, and exports no cache.
 */
export function chosenBuilder(
  { builder, cache }: Pick<BuildConfig, 'builder' | 'cache'>,
  platforms: readonly string[],
): BuilderChoice {
  if (builder !== null) return builder;
  return { type: platforms.length > 1 || cache !== null ? 'docker-container' : 'local' };
}

/**
 * Returns the builder of a choice.
 * @param root the directory that the files of certificates are relative to
 * @param usesLoopback whether it must reach a registry of this host
 */
export function builderInstance(
  choice: BuilderChoice,
  { root, keepGb, usesLoopback }: { root: string; keepGb: number; usesLoopback: boolean },
): BuilderInstance {
  switch (choice.type) {
    case 'local':
      return { driver: 'docker', name: 'default' };
    case 'docker-container': {
      const settings = `[worker.oci]\n  gc = true\n  gckeepstorage = ${keepGb * 1_000_000_000}\n`;
      const network = usesLoopback ? ['network=host'] : [];
      const name = `helix-container-${shortDigest({ settings, network })}`;
      const options = [...network, `env.${BUILDER_VARIABLE}=${name}`];
      return { driver: 'docker-container', name, options, settings };
    }
    case 'remote': {
      const options = tlsOptions(choice, root);
      const { endpoint, platforms } = choice;
      const name = `helix-${choice.name.toLowerCase()}-${shortDigest({ endpoint, options, platforms })}`;
      return { driver: 'remote', name, options, remote: choice };
    }
  }
}

/** Returns the words of `buildx create`. */
export function createArguments(
  instance: Exclude<BuilderInstance, { driver: 'docker' }>,
  settingsFile: string | null,
): readonly string[] {
  const { driver, name, options } = instance;
  return [
    ['create', '--name', name, '--driver', driver],
    options.flatMap((option) => ['--driver-opt', option]),
    settingsFile === null ? [] : ['--buildkitd-config', settingsFile],
    instance.driver === 'remote' && instance.remote.platforms.length > 0
      ? ['--platform', instance.remote.platforms.join(',')]
      : [],
    instance.driver === 'remote' ? [instance.remote.endpoint] : [],
  ].flat();
}

function tlsOptions({ tls }: RemoteBuilder, root: string): readonly string[] {
  if (tls === null) return [];
  const { cacert, client } = tls;
  const files = { cacert, ...client };
  return Object.entries(files).map(([key, file]) => `${key}=${resolve(root, file)}`);
}

function shortDigest(settings: Parameters<typeof digestOf>[0]): string {
  return digestOf(settings).slice(0, 8);
}
