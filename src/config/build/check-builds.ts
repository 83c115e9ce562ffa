import type { DeclaredInstance, ImageBuild } from '../config';
import type { Finding, ProblemList } from '../validation/problems';
import type { BuildConfig } from './build';

/** Reports images that the chosen builder cannot build, and build arguments that would be published. */
export function checkBuilds(
  { builder, cache, provenance }: BuildConfig,
  instances: readonly DeclaredInstance[],
  problems: ProblemList,
): void {
  for (const instance of instances) {
    const build = imageBuildOf(instance);
    if (build === null) continue;
    const report = (finding: Finding) => problems.error({ ...finding, place: instance.source });
    const isLocal = builder?.type === 'local';
    if (isLocal && (build.platforms.length > 1 || cache !== null)) {
      const what = build.platforms.length > 1 ? `${build.platforms.length} platforms` : '`[build.cache]`';
      report({
        code: 'contradiction',
        message: `\`build.builder\` is \`local\`, which cannot build \`${instance.name}\` with ${what}.`,
        hint: 'Write `builder = "docker-container"`, or remove the line.',
      });
    }
    const secret = build.buildArgs.find(({ type }) => type === 'reference');
    if (provenance === 'max' && secret !== undefined) {
      report({
        code: 'contradiction',
        message: `\`build.provenance\` is \`max\`, which publishes \`build_args.${secret.name}\` of \`${instance.name}\`.`,
        hint: 'Write `provenance = "min"`.',
      });
    }
  }
}

/** Returns how the image of an instance is built; null where none is. */
function imageBuildOf(instance: DeclaredInstance): ImageBuild | null {
  if (instance.kind === 'local') return instance.runtime.type === 'built' ? instance.runtime.build : null;
  if (instance.kind === 'deploy' && instance.image !== null) return null;
  return 'build' in instance ? instance.build : null;
}
