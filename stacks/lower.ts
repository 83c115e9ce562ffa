import { HelixError } from '../src/errors';
import type { Lowerable, Lowering, Owner } from './cloud';
import type { Lowered } from './lowered';
import { builtImageOf } from '../src/resources/machine';
import { findTerraformCloud } from './registry';
import { imageBeforePush } from './template';

/** The names that a run gives to what it lowers. */
type Run = Pick<Owner, 'project' | 'workspace'> & { readonly op: string };

/**
 * Turns a resource into Terraform's blocks. Loads its cloud's typed constructs, and with them cdktf.
 * Throws HelixError `config` for inputs that its cloud cannot lower, `refused` where there is no lowering.
 */
export async function lower(resource: Lowerable, run: Run): Promise<Lowered> {
  const cloud = findTerraformCloud(resource.provider);
  return lowerWith(
    cloud === undefined ? {} : await cloud.lower(),
    cloud?.facts.lowering.revision ?? 0,
    resource,
    run,
  );
}

/** The blocks of a resource, by a lowering that is loaded. */
export function lowerWith(
  lowering: Lowering,
  revision: number,
  resource: Lowerable,
  { project, workspace, op }: Run,
): Lowered {
  const { address, kind, provider, region, inputs, expiresAt, secretMarks = {} } = resource;
  const blocksOf = lowering[kind];
  if (blocksOf === undefined || region === null) {
    throw new HelixError(
      'refused',
      `${address} (${provider}) cannot be applied with Terraform by this version.`,
    );
  }
  const built = builtImageOf(address, inputs);
  return {
    revision,
    helixAddress: address,
    ...blocksOf({ project, workspace, address }, { ...resource, region }),
    op,
    expiresAt,
    ...(Object.keys(secretMarks).length > 0 && { secretMarks }),
    ...(built !== null && { image: imageBeforePush(built.registry) }),
  };
}
