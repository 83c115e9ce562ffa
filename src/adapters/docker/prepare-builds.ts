import { HelixError } from '../../errors';
import { resolvedEnvVars } from '../../resources/env-values';
import type { EnvSources } from '../../resources/env-values';
import type { BuiltImageInputs } from '../../resources/image/image';
import type { OpenMember } from '../../state/state';
import type { ImageSite } from './images/image-site';
import { resourceIn } from './observe';

/** The parts of the checks before builds. */
export interface BuildPreparation {
  readonly packBuildContext: ImageSite['packBuildContext'];
  readonly sources: EnvSources;
  /** @throws HelixError `refused` for an image that no builder of this host can build */
  readonly assertBuilder: (
    inputs: BuiltImageInputs,
    dockerfile: { readonly path: string; readonly text: string },
  ) => Promise<void>;
}

/**
 * Checks before anything is begun that each image has a builder here, and its build arguments their values.
 * @throws HelixError `refused`, with the line of the Dockerfile that needs another one; `config` for a variable that is
 *   not set
 */
export async function assertBuildable(
  members: readonly Omit<OpenMember, 'key'>[],
  { packBuildContext, sources, assertBuilder }: BuildPreparation,
): Promise<void> {
  for (const { address, target } of members) {
    if (target === null) continue;
    const resource = resourceIn(target);
    if (resource.kind !== 'built' || resource.inputs.from.type === 'queries') continue;
    const { directory, dockerfile, buildArgs } = resource.inputs.from;
    resolvedEnvVars(buildArgs, sources, address);
    const { dockerfileText: text } = await packBuildContext({ directory, dockerfile });
    try {
      await assertBuilder(resource.inputs, { path: dockerfile, text });
    } catch (error) {
      if (!(error instanceof HelixError)) throw error;
      const { kind, message, hint } = error;
      throw new HelixError(kind, message, { about: [address], ...(hint === undefined ? {} : { hint }) });
    }
  }
}
