import { Image } from '../../constructs';
import type { HelixProject } from '../../constructs';
import type { DbConfig, InstanceBase } from '../config/config';
import type { Json } from '../values/json';
import { digestOf } from '../values/digest';
import type { TreeInput } from './tree-input';
import { dbConfigInputs } from './inputs';

const DOCKER = { engine: 'docker', provider: 'docker' } as const;

interface BuiltFrom extends InstanceBase {
  readonly buildMode: 'dev' | 'release';
  readonly db: DbConfig;
}

/**
 * An image built from the project's schema and queries. Its identity is the digest of everything that goes into it, so
 * that a plan knows that it must be rebuilt without building it; the digest is also the tag.
 */
export function builtImage(
  project: HelixProject,
  instance: BuiltFrom,
  input: TreeInput,
  to: { readonly repository: string | null; readonly scope?: 'shared' | 'local' },
): Image {
  return image(project, instance, to, {
    build_mode: instance.buildMode,
    db_config: dbConfigInputs(instance.db),
    queries: digestOf(input.contents.queries),
    // Every registry deployment runs on amd64, whatever machine builds it.
    platform: 'linux/amd64',
    runtime: input.config.containerRuntime,
  });
}

/** An image built from the project's Dockerfile, for the architecture of the machine that runs it. */
export function dockerfileImage(
  project: HelixProject,
  instance: InstanceBase & { readonly arch: string },
  input: TreeInput,
  to: { readonly repository: string | null },
): Image {
  return image(project, instance, to, {
    context: input.contents.buildContext,
    platform: `linux/${instance.arch}`,
  });
}

function image(
  project: HelixProject,
  instance: InstanceBase,
  to: { readonly repository: string | null; readonly scope?: 'shared' | 'local' },
  parts: Readonly<Record<string, Json>>,
): Image {
  return new Image(project, instance.name, {
    ...DOCKER,
    source: instance.source,
    scope: to.scope ?? 'shared',
    inputs: { ...parts, repository: to.repository, digest: `sha256:${digestOf(parts)}` },
  });
}
