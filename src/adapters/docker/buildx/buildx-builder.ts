import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BuildConfig } from '../../../config/build/build';
import { isLoopback } from '../../../values/loopback';
import { HelixError } from '../../../errors';
import type { Clock } from '../../../ports/clock';
import type { AccountSources } from '../../cloud-credentials/account-variables';
import type { Host } from '../../host/host';
import { masked } from '../../http/mask';
import type { Endpoint } from '../connection/endpoint';
import { findRegistryLogin, registryOf } from '../connection/registry-login';
import { configFolder } from '../connection/find-endpoint';
import { EPOCH_LABEL } from '../labels';
import type { Builder, BuildRequest, BuiltImage } from '../images/build/builder';
import { buildArguments } from './build-arguments';
import type { BuildOutput } from './build-arguments';
import { failedBuild } from './build-errors';
import { buildMetadataIn } from './build-metadata';
import { builderInstance, chosenBuilder } from './builder-instance';
import type { BuildxProgram } from './buildx-program';
import { findCacheVariables } from './cache-credentials';
import { cacheFlags } from './cache-flags';
import { childEnvironment } from './child-environment';
import { ensureBuilder } from './ensure-builder';
import type { ReadyBuilder } from './ensure-builder';
import { withLoginFolder } from './login-folder';
import { SolveProgress } from './solve-progress';

/** Shorter values are common words and numbers, which lines are full of. */
const SHORTEST_SECRET = 4;

export interface BuildxOptions {
  readonly program: BuildxProgram;
  readonly build: BuildConfig;
  /** The project's directory. */
  readonly root: string;
  /** The name of the image's resource: its part of a cache. */
  readonly image: string;
  /** The engine that builds, runs the builder or takes the image. */
  readonly engine: Endpoint;
  readonly accounts: AccountSources;
  readonly host: Pick<Host, 'environment' | 'home' | 'pid' | 'processExists'>;
  readonly clock: Pick<Clock, 'sleep'>;
}

/** Builds with BuildKit, through `docker buildx`. */
export class BuildxBuilder implements Builder {
  readonly pushes = true;
  readonly #options: BuildxOptions;

  constructor(options: BuildxOptions) {
    this.#options = options;
  }

  build(request: BuildRequest): Promise<BuiltImage> {
    return this.#build(
      request,
      request.push ? { type: 'push', insecure: request.insecure } : { type: 'load' },
    );
  }

  /** Builds into a folder in the OCI layout, which nothing else sees. Returns the digest that the image has there. */
  async buildLayout(request: BuildRequest, folder: string): Promise<BuiltImage> {
    return this.#build(request, { type: 'layout', folder });
  }

  async #build(request: BuildRequest, output: BuildOutput): Promise<BuiltImage> {
    const { build, image, root } = this.#options;
    const { platforms, signal } = request;
    const logins = await this.#findLogins(request.logins);
    return this.#withEnvironment({ ...request, logins }, async (environment, folder) => {
      const builder = await this.#ensure(platforms, usesLoopback(request, build), {
        environment,
        folder,
        signal,
      });
      const metadataFile = join(folder, 'metadata.json');
      // A later build of the same can only be equal if it knows the time that everything in it has.
      const labels = builder.isRepeatable
        ? { ...request.labels, [EPOCH_LABEL]: `${request.epoch}` }
        : request.labels;
      const args = buildArguments(
        { ...request, labels },
        {
          builder,
          output,
          // A build that only compares must not change the cache.
          cache:
            build.cache === null || output.type === 'layout' ? null : cacheFlags(build.cache, image, root),
          provenance: build.provenance,
          metadataFile,
        },
      );
      const progress = await this.#run(args, environment, request);
      const { digest, configDigest } = buildMetadataIn(await readFile(metadataFile, 'utf8'));
      return {
        imageId: output.type === 'push' ? null : (configDigest ?? digest),
        digest: output.type === 'load' ? null : digest,
        pushed: output.type === 'push',
        steps: progress.steps,
      };
    });
  }

  async #run(
    args: readonly string[],
    environment: Readonly<Record<string, string>>,
    request: BuildRequest,
  ): Promise<SolveProgress> {
    const { program } = this.#options;
    const mask = (text: string) => masked(text, secretsOf(request));
    const progress = new SolveProgress();
    const exit = await program.run({
      args,
      environment,
      input: request.archive(),
      signal: request.signal,
      onLine: (line) => {
        const taken = progress.take(line);
        for (const text of taken.lines) request.log(mask(text));
        if (taken.progress !== null) request.progress(taken.progress);
      },
    });
    if (request.signal.aborted) throw new HelixError('cancelled', 'Interrupted while building.');
    if (exit.code !== 0) throw failedBuild(exit, progress, mask);
    for (const error of progress.cacheErrors) request.warn(`the cache failed: ${mask(error)}`);
    return progress;
  }

  async #findLogins(logins: BuildRequest['logins']): Promise<BuildRequest['logins']> {
    const { build, host } = this.#options;
    if (build.cache?.type !== 'registry') return logins;
    const registry = registryOf(build.cache.ref);
    const login = logins.has(registry) ? null : await findRegistryLogin(build.cache.ref, host);
    return login === null ? logins : new Map([...logins, [registry, login]]);
  }

  async #ensure(
    platforms: readonly string[],
    usesLoopback: boolean,
    context: { environment: Readonly<Record<string, string>>; folder: string; signal: AbortSignal },
  ): Promise<ReadyBuilder> {
    const { build, root, program, clock } = this.#options;
    const choice = chosenBuilder(build, platforms);
    const instance = builderInstance(choice, { root, keepGb: build.keepGb, usesLoopback });
    return ensureBuilder(instance, { ...context, program, clock });
  }

  async #withEnvironment<T>(
    { logins, buildArgs, epoch }: Pick<BuildRequest, 'logins' | 'buildArgs' | 'epoch'>,
    action: (environment: Readonly<Record<string, string>>, folder: string) => Promise<T>,
  ): Promise<T> {
    const { build, root, host, engine, accounts } = this.#options;
    const cache = await findCacheVariables(build.cache, accounts);
    return withLoginFolder(join(root, '.helix', 'builds'), logins, host, (loginFolder) => {
      const environment = childEnvironment({
        host: host.environment,
        engine,
        loginFolder,
        buildersFolder: host.environment['BUILDX_CONFIG'] ?? join(configFolder(host), 'buildx'),
        cache,
        buildArgs,
        epoch,
      });
      return action(environment, loginFolder);
    });
  }
}

/** Returns what no line of a build may repeat. */
function secretsOf({ secrets, logins }: BuildRequest): readonly string[] {
  const passwords = [...logins.values()].map((login) =>
    'identitytoken' in login ? login.identitytoken : login.password,
  );
  return [...secrets, ...passwords].filter(({ length }) => length >= SHORTEST_SECRET);
}

/** Whether a build needs a registry of this host, which a container of its own network would not reach. */
function usesLoopback({ push, tags }: BuildRequest, { cache }: BuildConfig): boolean {
  const references = [...(push ? tags : []), ...(cache?.type === 'registry' ? [cache.ref] : [])];
  return references.some((reference) => isLoopback(/^[^/:]*/.exec(reference)?.[0] ?? ''));
}
