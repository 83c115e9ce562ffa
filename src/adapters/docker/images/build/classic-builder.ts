import type { ImageBuildOptions } from 'dockerode';
import { HelixError } from '../../../../errors';
import { masked } from '../../../http/mask';
import type { ContainerEngine } from '../../connection/container-engine';
import { EngineError, hasStatus } from '../../connection/engine-error';
import type { RegistryLogin } from '../../connection/docker-config';
import { contextLabel, stableLabels } from '../../labels';
import { buildArchive, SENT_DOCKERFILE } from './build-archive';
import { BuildOutput } from './build-output';
import type { BuildLine } from './build-output';
import type { Builder, BuildRequest, BuiltImage } from './builder';
import { readJsonLines } from '../json-lines';
import { partsOf } from '../parts-of';
import { labelledDockerfile } from './labelled-dockerfile';
import type { LabelledDockerfile } from './labelled-dockerfile';
import { removeContainersOfBuilds, removeImagesOfBuilds } from '../removal/remove-leftovers';

/** The builder that is in every engine, behind its `/build`. It knows one platform, and nothing that only BuildKit does. */
export class ClassicBuilder implements Builder {
  readonly pushes = false;
  readonly #engine: ContainerEngine;

  constructor(engine: ContainerEngine) {
    this.#engine = engine;
  }

  async build(request: BuildRequest): Promise<BuiltImage> {
    const { dockerfileText, labels, tags } = request;
    const dockerfile = labelledDockerfile(dockerfileText, stableLabels(labels));
    // Those of a build that was killed together with the engine.
    await removeContainersOfBuilds(this.#engine, labels);
    const output = await this.#run(request, dockerfile);
    const { Id } = await this.#engine.ask((docker) => docker.getImage(tags[0]).inspect());
    for (const tag of tags.slice(1)) await this.#tag(Id, tag);
    await removeImagesOfBuilds(this.#engine, labels, output.layers);
    return { imageId: Id, digest: null, pushed: false, steps: output.steps };
  }

  async #run(request: BuildRequest, dockerfile: LabelledDockerfile): Promise<BuildOutput> {
    const { signal, progress, log } = request;
    const output = new BuildOutput(dockerfile.stagesUpTo(request.target) + 1);
    const mask = maskOf(request);
    try {
      await this.#engine.ask(async (docker) => {
        const archive = buildArchive(request.archive(), dockerfile.text);
        const stream = await docker.buildImage(archive, optionsOf(request));
        for await (const line of readJsonLines<BuildLine>(stream)) {
          output.add(line).forEach((text) => log(mask(text)));
          if (output.progress !== null) progress(output.progress);
        }
      });
    } catch (error) {
      if (signal.aborted) throw new HelixError('cancelled', 'Interrupted while building.');
      // The engine refuses a Dockerfile before its first step.
      if (!(error instanceof EngineError) || !hasStatus(error, 400, 500)) throw error;
      throw refusedDockerfile(mask(error.message), request, dockerfile);
    }
    if (output.error === null) return output;
    if (signal.aborted) throw new HelixError('cancelled', 'Interrupted while building.');
    const lines = output.failure().map(mask);
    throw new HelixError('failed', [`Cannot build: ${mask(output.error)}`, ...lines].join('\n'), {
      hint: hintFor(output.error),
    });
  }

  async #tag(id: string, reference: string): Promise<void> {
    const { repository, tag } = partsOf(reference);
    await this.#engine.ask(
      (docker) => docker.getImage(id).tag({ repo: repository, tag }) as Promise<unknown>,
    );
  }
}

function optionsOf(request: BuildRequest): ImageBuildOptions {
  const { tags, target, buildArgs, platforms, labels, noCache, pull, logins, signal } = request;
  return {
    dockerfile: SENT_DOCKERFILE,
    t: tags[0],
    // The others are in the Dockerfile; each of these is a step.
    labels: contextLabel(labels),
    buildargs: buildArgs,
    rm: true,
    forcerm: true,
    abortSignal: signal,
    ...(target === null ? {} : { target }),
    ...(platforms[0] === undefined ? {} : { platform: platforms[0] }),
    ...(noCache ? { nocache: true } : {}),
    ...(pull ? { pull: true } : {}),
    ...(logins.size === 0 ? {} : { registryconfig: registryConfig(logins) }),
  };
}

type RegistryConfig = NonNullable<ImageBuildOptions['registryconfig']>;

function registryConfig(logins: ReadonlyMap<string, RegistryLogin>): RegistryConfig {
  return Object.fromEntries(logins) as unknown as RegistryConfig;
}

/** Shorter values are common words and numbers. */
const LEAST_SECRET = 4;

/** Returns a function that takes the values of build arguments that are references out of what the builder prints. */
function maskOf({ secrets }: BuildRequest): (text: string) => string {
  const long = secrets.filter(({ length }) => length >= LEAST_SECRET);
  return (text) => masked(text, long);
}

function refusedDockerfile(
  message: string,
  { dockerfile }: BuildRequest,
  { originalLine }: LabelledDockerfile,
): HelixError {
  const text = message
    .replace(/\bline (\d+)/i, (_, line: string) => `line ${originalLine(Number(line))}`)
    .replaceAll(SENT_DOCKERFILE, dockerfile);
  return new HelixError('failed', `Cannot build: ${text}`, { hint: `Correct ${dockerfile}.` });
}

function hintFor(error: string): string {
  if (/no space left on device/i.test(error)) {
    return 'The disk of the engine is full: `docker system df` shows what takes the space.';
  }
  return /pull access denied|manifest unknown|not found: manifest|unauthorized/i.test(error)
    ? 'Check the name of the base image in FROM, and log in to its registry with `docker login`.'
    : 'Correct the Dockerfile or the files that it needs, and apply again.';
}
