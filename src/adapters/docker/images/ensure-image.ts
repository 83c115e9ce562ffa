import { HelixError } from '../../../errors';
import type { Existing } from '../../../ports/engine';
import { imageDigest } from '../../../resources/image';
import type { BuiltImageInputs } from '../../../resources/image';
import { resolvedEnvVars } from '../../../resources/env-values';
import { imageLabels } from '../labels';
import type { BuildProgress } from './builder';
import { builtImage, pushedImage } from './existing-image';
import { contextOf, findBuilt, findPushed, nameWithTag } from './find-image';
import type { ImageSite } from './image-site';
import { pushImage } from './push-image';

/**
 * Makes sure that a built image is where it belongs. It is built only when neither its registry nor the engine has it, and
 * pushed only when its registry does not.
 */
export async function ensureImage(site: ImageSite, inputs: BuiltImageInputs): Promise<Existing> {
  const open = await site.openRegistry(inputs);
  const present = open && (await findPushed(open, inputs));
  if (open !== null && present !== null) {
    site.phase('already there');
    return pushedImage(open, present, { id: null, pushedAt: null });
  }
  const name = nameWithTag(open, inputs);
  const id = (await findBuilt(site, name, inputs)) ?? (await build(site, inputs, name));
  if (open === null) return builtImage(id);
  const pushed = await pushImage(site, open, inputs);
  return pushedImage(open, pushed, { id, pushedAt: site.clock.now().toISOString() });
}

async function build(site: ImageSite, inputs: BuiltImageInputs, name: string): Promise<string> {
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
  const built = await site.builder.build({
    archive: context.archive,
    dockerfile: context.dockerfile,
    dockerfileText: context.dockerfileText,
    target,
    buildArgs: values,
    secrets: Object.keys(values).flatMap((key) => secretIn(buildArgs[key], values[key])),
    platforms,
    labels: imageLabels(site.project, site.owner, contextOf(digest)),
    tags: [name],
    push: false,
    noCache: false,
    pull: false,
    logins: new Map(),
    epoch: await site.readEpoch(),
    progress: (progress) => site.phase(progressText(progress)),
    warn: (text) => site.phase(`warning: ${text}`),
    log: () => undefined,
    signal: site.stopping,
  });
  if (built.imageId === null) throw new Error('the builder has told no image');
  return built.imageId;
}

function secretIn(reference = '', value = ''): readonly string[] {
  return reference.startsWith('literal:') ? [] : [value];
}

function progressText({ step, of, platform }: BuildProgress): string {
  return `building ${platform === undefined ? '' : `${platform} `}${step}/${of}`;
}
