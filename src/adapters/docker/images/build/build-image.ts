import { HelixError } from '../../../../errors';
import type { PackedContext } from '../../../../ports/project-files';
import { baseImagesOf } from '../../../../resources/dockerfile/base-images';
import { resolvedEnvVars } from '../../../../resources/env-values';
import { imageDigest } from '../../../../resources/image/source';
import type { BuiltImageInputs } from '../../../../resources/image/image';
import type { RegistryLogin } from '../../connection/docker-config';
import { registryOf } from '../../connection/registry-login';
import { imageLabels, sourceLabel } from '../../labels';
import type { BuildProgress } from './builder';
import { findBaseDigests } from '../bases';
import type { BaseDigests } from '../bases';
import { contextOf, nameWithTag } from '../find-image';
import type { ImageSite, OpenRegistry } from '../image-site';

/**
 * Builds an image from the files as they were planned, and returns the digests of its base images.
 * @throws HelixError `failed` when they have changed since, or a step fails
 */
export async function buildImage(
  site: ImageSite,
  inputs: BuiltImageInputs,
  open: OpenRegistry | null,
): Promise<BaseDigests> {
  const { from, digest } = inputs;
  const context = await packContext(site, inputs);
  const { target, buildArgs } = from.type === 'queries' ? NO_OPTIONS : from;
  const values = resolvedEnvVars(buildArgs, site.sources, site.owner.address);
  const proxies = await site.readProxies();
  const push = open !== null && site.builder.pushes;
  const bases = baseImagesOf(context.dockerfileText, values).map(({ reference }) => reference);
  const logins = await findLogins(bases, site, push ? open : null);
  const before = site.builder.pushes ? await findBaseDigests(bases, site) : null;
  site.assertHeld();
  site.phase('building');
  await site.builder.build({
    archive: context.archive,
    dockerfile: context.dockerfile,
    dockerfileText: context.dockerfileText,
    target,
    // Every builder knows these names, and keeps their values out of the image.
    buildArgs: { ...proxies, ...values },
    secrets: [
      ...Object.keys(values).flatMap((key) => secretIn(buildArgs[key], values[key])),
      ...Object.values(proxies).filter((value) => value.includes('@')),
    ],
    platforms: from.platforms,
    labels: {
      ...imageLabels(site.project, site.owner, contextOf(digest)),
      ...sourceLabel(await site.readSourceUrl()),
    },
    tags: [nameWithTag(open, inputs)],
    push,
    insecure: inputs.destination.type === 'registry' && inputs.destination.access.insecure,
    noCache: site.isRebuild,
    pull: site.isRebuild,
    logins,
    epoch: await site.readEpoch(),
    progress: (progress) => site.phase(progressText(progress)),
    warn: (text) => site.phase(`warning: ${text}`),
    log: () => undefined,
    signal: site.stopping,
  });
  // The engine has pulled those that it did not have.
  return before ?? findBaseDigests(bases, site);
}

/** The options that only a Dockerfile of the project has. */
const NO_OPTIONS = { target: null, buildArgs: {} as Readonly<Record<string, string>> };

async function packContext(site: ImageSite, { from, digest }: BuiltImageInputs): Promise<PackedContext> {
  if (from.type === 'queries') return site.packGenerated(from, site);
  const { directory, dockerfile } = from;
  const context = await site.packBuildContext({ directory, dockerfile });
  if (imageDigest(from, context.digest) === digest) return context;
  throw new HelixError('failed', 'The files that it is built from have changed since the plan was made.', {
    hint: 'Nothing was built. Plan again.',
  });
}

/** Finds the log-ins of base images' registries, and of the one that the builder pushes to. */
async function findLogins(
  bases: readonly string[],
  { findLogin }: Pick<ImageSite, 'findLogin'>,
  pushed: OpenRegistry | null,
): Promise<ReadonlyMap<string, RegistryLogin>> {
  const logins = new Map<string, RegistryLogin>();
  for (const base of bases) {
    const host = registryOf(base);
    if (logins.has(host)) continue;
    const login = await findLogin(base);
    if (login !== null) logins.set(host, login);
  }
  if (pushed === null) return logins;
  const found = await pushed.registry.login();
  return found === null ? logins : logins.set(registryOf(`${pushed.host}/${pushed.repository}`), found.login);
}

function secretIn(reference = '', value = ''): readonly string[] {
  return reference.startsWith('literal:') ? [] : [value];
}

function progressText({ step, of, platform }: BuildProgress): string {
  return `building ${platform === undefined ? '' : `${platform} `}${step}/${of}`;
}
