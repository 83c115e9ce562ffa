import { HelixError } from '../../../errors';
import type { Existing } from '../../../ports/engine';
import { imageDigest } from '../../../resources/image';
import type { BuiltImageInputs } from '../../../resources/image';
import { resolvedEnvVars } from '../../../resources/env-values';
import { imageLabels } from '../labels';
import { registryOf } from '../connection/registry-login';
import type { RegistryImage } from '../registry/registry';
import type { BuildProgress, BuildRequest } from './builder';
import { builtImage, pushedImage } from './existing-image';
import { contextOf, findBuilt, findPushed, nameWithTag } from './find-image';
import type { EngineImage } from './find-image';
import type { ImageSite, OpenRegistry } from './image-site';
import { pushImage } from './push-image';

/**
 * Makes sure that a built image is where it belongs. It is built only when neither its registry nor the engine has it, and
 * pushed only when its registry does not.
 */
export async function ensureImage(site: ImageSite, inputs: BuiltImageInputs): Promise<Existing> {
  const open = await site.openRegistry(inputs);
  if (open === null) return builtImage(await ensureInEngine(site, open, inputs));
  const present = await findPushed(open, inputs);
  if (present !== null) {
    site.phase('already there');
    return pushedImage(open, present, { id: null, pushedAt: null });
  }
  const { id, image } = await pushBuilt(site, open, inputs);
  return pushedImage(open, image, { id, pushedAt: site.clock.now().toISOString() });
}

/** Pushes from the engine what it has or builds, unless the builder pushes what it builds. */
async function pushBuilt(
  site: ImageSite,
  open: OpenRegistry,
  inputs: BuiltImageInputs,
): Promise<{ id: string | null; image: RegistryImage }> {
  if (!site.builder.pushes) {
    const { id } = await ensureInEngine(site, open, inputs);
    return { id, image: await pushImage(site, open, inputs) };
  }
  await build(site, inputs, open);
  const image = await findPushed(open, inputs);
  if (image !== null) return { id: null, image };
  throw new HelixError('failed', `The registry does not have ${nameWithTag(open, inputs)} after the build.`, {
    hint: 'Apply again. If it stays so, look at the log of the registry.',
  });
}

async function ensureInEngine(
  site: ImageSite,
  open: OpenRegistry | null,
  inputs: BuiltImageInputs,
): Promise<EngineImage> {
  const name = nameWithTag(open, inputs);
  const present = await findBuilt(site, name, inputs);
  if (present !== null) return present;
  await build(site, inputs, open);
  const built = await findBuilt(site, name, inputs);
  if (built === null) throw new Error(`the engine does not have ${name} after its build`);
  return built;
}

async function build(site: ImageSite, inputs: BuiltImageInputs, open: OpenRegistry | null): Promise<void> {
  const { from, digest } = inputs;
  if (from.type === 'queries') throw new Error('an image of queries cannot be built yet');
  const { directory, dockerfile, target, buildArgs, platforms } = from;
  const context = await site.packBuildContext({ directory, dockerfile });
  if (imageDigest(from, context.digest) !== digest) {
    throw new HelixError('failed', 'The files that it is built from have changed since the plan was made.', {
      hint: 'Nothing was built. Plan again.',
    });
  }
  const values = resolvedEnvVars(buildArgs, site.sources, site.owner.address);
  site.assertHeld();
  site.phase('building');
  const push = open !== null && site.builder.pushes;
  await site.builder.build({
    archive: context.archive,
    dockerfile: context.dockerfile,
    dockerfileText: context.dockerfileText,
    target,
    buildArgs: values,
    secrets: Object.keys(values).flatMap((key) => secretIn(buildArgs[key], values[key])),
    platforms,
    labels: imageLabels(site.project, site.owner, contextOf(digest)),
    tags: [nameWithTag(open, inputs)],
    push,
    noCache: false,
    pull: false,
    logins: push ? await findLogins(open) : new Map(),
    epoch: await site.readEpoch(),
    progress: (progress) => site.phase(progressText(progress)),
    warn: (text) => site.phase(`warning: ${text}`),
    log: () => undefined,
    signal: site.stopping,
  });
}

async function findLogins({ registry, host, repository }: OpenRegistry): Promise<BuildRequest['logins']> {
  const found = await registry.login();
  return new Map(found === null ? [] : [[registryOf(`${host}/${repository}`), found.login]]);
}

function secretIn(reference = '', value = ''): readonly string[] {
  return reference.startsWith('literal:') ? [] : [value];
}

function progressText({ step, of, platform }: BuildProgress): string {
  return `building ${platform === undefined ? '' : `${platform} `}${step}/${of}`;
}
