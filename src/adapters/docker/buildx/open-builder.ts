import type { BuildConfig } from '../../../config/build/build';
import { HelixError } from '../../../errors';
import { buildKitFeatures } from '../../../resources/dockerfile/buildkit-features';
import type { BuiltImageInputs } from '../../../resources/image/image';
import type { EngineDeps } from '../../engine-module';
import type { ContainerEngine } from '../connection/container-engine';
import type { Builder } from '../images/build/builder';
import { ClassicBuilder } from '../images/build/classic-builder';
import type { LayoutBuilder } from '../jobs/verify-build';
import { JobBuilder, jobsOf } from '../jobs/job-builder';
import { chosenBuilder } from './builder-instance';
import { BuildxBuilder } from './buildx-builder';
import { BuildxProgram } from './buildx-program';
import { callRemote } from './ensure-builder';
import { buildxInWords, findBuildx } from './find-buildx';

/**
 * Returns the builder of an image: buildx where a key or the Dockerfile needs it, else that of the engine.
 * @throws HelixError `refused` where it needs buildx, and this host has none
 */
export type OpenBuilder = (
  inputs: BuiltImageInputs,
  image: string,
  engine: ContainerEngine,
) => Promise<Builder>;

interface Surroundings extends Pick<EngineDeps, 'clock' | 'host' | 'userConfig'> {
  readonly build: BuildConfig;
  /** The project's directory. */
  readonly root: string;
}

/** Opens the builder that builds an image again, into a folder. @throws HelixError `refused` where this host has no buildx */
export type OpenLayoutBuilder = (image: string, engine: ContainerEngine) => Promise<LayoutBuilder>;

/** Returns the functions that open builders. The program is looked for once. */
export function builderOpener({ build, root, host, clock, userConfig }: Surroundings): {
  readonly openBuilder: OpenBuilder;
  readonly openLayoutBuilder: OpenLayoutBuilder;
  readonly isBuiltElsewhere: (inputs: BuiltImageInputs) => boolean;
} {
  const jobs = jobsOf(build, { root, clock });
  let program: Promise<BuildxProgram> | undefined;
  const openBuildx = async (
    reason: string,
    image: string,
    { endpoint }: ContainerEngine,
  ): Promise<BuildxBuilder> => {
    program ??= openProgram(reason, host);
    const accounts = { userConfig, environment: host.environment, home: host.home };
    const options = { program: await program, build, root, image, accounts, host, clock };
    return new BuildxBuilder({ ...options, engine: endpoint });
  };
  const openBuilder: OpenBuilder = async (inputs, image, engine) => {
    const key = reasonForBuildx(inputs, build);
    if (key !== null) return new JobBuilder(await openBuildx(`\`${key}\``, image, engine), jobs);
    const byDockerfile: Builder = {
      pushes: false,
      // The Dockerfile is known when it is built; nothing is sent to a builder that would misread it.
      build: async (request) => {
        const needed = reasonInDockerfile({ path: request.dockerfile, text: request.dockerfileText });
        const builder =
          needed === null ? new ClassicBuilder(engine) : await openBuildx(needed, image, engine);
        return builder.build(request);
      },
    };
    return new JobBuilder(byDockerfile, jobs);
  };
  return {
    openBuilder,
    isBuiltElsewhere: ({ destination, from }) =>
      destination.type === 'registry' && chosenBuilder(build, from.platforms).type === 'remote',
    openLayoutBuilder: (image, engine) => openBuildx('`--verify`', image, engine),
  };
}

/**
 * Checks before anything is begun that an image can be built here.
 * @throws HelixError `refused` where it needs buildx, and this host has none; `unreachable` for a builder that is away
 */
export async function assertBuilder(
  inputs: BuiltImageInputs,
  dockerfile: DockerfileText,
  { build, host, clock }: Pick<Surroundings, 'build' | 'host' | 'clock'>,
): Promise<void> {
  const obstacle = await findObstacle(inputs, dockerfile, { build, host });
  if (obstacle !== null) throw obstacle;
  if (needOf(inputs, dockerfile, build) === null) return;
  const choice = chosenBuilder(build, inputs.from.platforms);
  if (choice.type === 'remote') await callRemote(choice, { clock });
}

/** Finds why this host cannot build an image: it needs buildx, and there is none. null where it can. Asks no builder. */
export async function findObstacle(
  inputs: BuiltImageInputs,
  dockerfile: DockerfileText | null,
  { build, host }: Pick<Surroundings, 'build' | 'host'>,
): Promise<HelixError | null> {
  const reason = needOf(inputs, dockerfile, build);
  if (reason === null) return null;
  const found = await findBuildx(host);
  return found.type === 'found' ? null : lacking(reason, found);
}

interface DockerfileText {
  readonly path: string;
  readonly text: string;
}

/** Returns what needs buildx, for messages; null where nothing does. */
function needOf(
  inputs: BuiltImageInputs,
  dockerfile: DockerfileText | null,
  build: BuildConfig,
): string | null {
  const key = reasonForBuildx(inputs, build);
  if (key !== null) return `\`${key}\``;
  return dockerfile === null ? null : reasonInDockerfile(dockerfile);
}

/** Returns the first line that the engine's own builder would misread; null without one. */
function reasonInDockerfile({ path, text }: DockerfileText): string | null {
  const [first] = buildKitFeatures(text);
  return first === undefined ? null : `${path}:${first.line}: ${first.feature} needs BuildKit, which`;
}

/** Returns the key that only buildx supports; null where the engine's own builder is enough. */
function reasonForBuildx({ from }: BuiltImageInputs, { buildxKeys }: BuildConfig): string | null {
  if (from.platforms.length > 1) return 'platforms';
  return buildxKeys[0]?.key ?? null;
}

async function openProgram(reason: string, host: EngineDeps['host']): Promise<BuildxProgram> {
  const found = await findBuildx(host);
  if (found.type === 'found') return new BuildxProgram(found.path, host.processes);
  throw lacking(reason, found);
}

function lacking(reason: string, found: Parameters<typeof buildxInWords>[0]): HelixError {
  const message = `${reason} needs docker buildx 0.12 or newer; ${buildxInWords(found)}.`;
  return new HelixError('refused', message, {
    hint: 'Install it: https://github.com/docker/buildx#installing',
  });
}
