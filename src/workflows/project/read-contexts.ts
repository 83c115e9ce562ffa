import { posix } from 'node:path';
import type { Config, DeclaredInstance, ImageBuild } from '../../config/config';
import type { Problem } from '../../errors';
import { contextOf, hasImageSource } from '../../graph/project-contents';
import type { ContextPlace, ProjectContents } from '../../graph/project-contents';
import type { Ports } from '../../ports/ports';
import { envFilesOf } from './local-files';

/** The instances whose images are built, and how. */
export function imageBuilds(
  instances: readonly DeclaredInstance[],
): readonly { readonly instance: DeclaredInstance; readonly build: ImageBuild }[] {
  return instances.flatMap((instance) => {
    const build = buildOf(instance);
    return build === null ? [] : [{ instance, build }];
  });
}

function buildOf(instance: DeclaredInstance): ImageBuild | null {
  switch (instance.kind) {
    case 'helix':
    case 'enterprise':
      return null;
    case 'deploy':
    case 'fly':
      return instance.image === null ? instance.build : null;
    case 'local':
      return instance.runtime.type === 'built' ? instance.runtime.build : null;
    case 'anonymous':
    case 'docker_hub':
    case 'ecr':
    case 'ghcr':
    case 'registry':
      return instance.build;
  }
}

/**
 * Reads the build context of each image of the scope that is built from a Dockerfile. Reading a whole tree is slow: each is
 * read once.
 */
export async function readContexts(
  ports: Ports,
  root: string,
  config: Config,
  scope: 'shared' | 'local',
): Promise<ProjectContents['contexts']> {
  const inScope = config.instances.filter(({ kind }) => (kind === 'local') === (scope === 'local'));
  const reads = new Map<string, ReturnType<Ports['files']['readBuildContext']>>();
  const found = imageBuilds(inScope).map(async ({ instance, build }) => {
    const place = placeOf(build);
    const key = JSON.stringify([place.directory, place.dockerfile]);
    const reading = reads.get(key) ?? ports.files.readBuildContext(root, place, envFilesOf(config));
    reads.set(key, reading);
    const context = await reading;
    return context === null ? [] : [[instance.name, context] as const];
  });
  return Object.fromEntries((await Promise.all(found)).flat());
}

function placeOf({ dockerfile, context }: ImageBuild): ContextPlace {
  const file = dockerfile?.value ?? 'Dockerfile';
  return { dockerfile: file, directory: context ?? (dockerfile === null ? '.' : posix.dirname(file)) };
}

/** Returns a Problem for each image that the project holds nothing to build from: a warning where a repository remains. */
export function missingImageProblems(
  instances: readonly DeclaredInstance[],
  contents: Pick<ProjectContents, 'contexts' | 'queries'>,
): readonly Problem[] {
  return imageBuilds(instances).flatMap(({ instance, build }): Problem[] => {
    if (contextOf(contents, instance.name) !== undefined) return [];
    const { dockerfile } = build;
    if (dockerfile !== null) return [absentDockerfile(instance, dockerfile)];
    return hasImageSource(contents, instance.name) ? [] : [nothingToBuild(instance)];
  });
}

function absentDockerfile(
  instance: DeclaredInstance,
  { value, source }: NonNullable<ImageBuild['dockerfile']>,
): Problem {
  return {
    severity: 'error',
    code: 'no-dockerfile',
    message: `\`${tableOf(instance)}.dockerfile\` is \`${value}\`, and the project has no such file.`,
    hint: 'The path is relative to the project.',
    place: source,
  };
}

function nothingToBuild(instance: DeclaredInstance): Problem {
  if (isRegistryTable(instance)) {
    return {
      severity: 'warning',
      code: 'no-image',
      message: `\`[${tableOf(instance)}]\` has no image to push: there is no Dockerfile and no .hx file.`,
      hint: 'Its repository is all that is planned. A Dockerfile at the root of the project adds an image.',
      place: instance.source,
    };
  }
  const isDeploy = instance.kind === 'deploy';
  return {
    severity: 'error',
    code: 'no-image',
    message: `\`[${tableOf(instance)}]\` needs an image: there is no Dockerfile${isDeploy ? ', no .hx file and no `image`' : ' and no .hx file'}.`,
    hint: `Write a Dockerfile at the root of the project:\n${EXAMPLE.join('\n')}`,
    place: instance.source,
  };
}

function isRegistryTable({ kind }: DeclaredInstance): boolean {
  return kind === 'ecr' || kind === 'ghcr' || kind === 'docker_hub' || kind === 'registry';
}

/** A Dockerfile to begin with. */
const EXAMPLE = ['FROM debian:bookworm-slim', 'COPY . /srv', 'CMD ["/srv/run"]'];

function tableOf({ kind, name }: DeclaredInstance): string {
  if (kind === 'deploy' || kind === 'local') return `${kind}.${name}`;
  return `cloud.${name}.${kind}`;
}
