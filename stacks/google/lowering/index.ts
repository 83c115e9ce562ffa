import { decodeRegistryRepo } from '../../../src/resources/registry-repo';
import type { Lowering } from '../../cloud';
import { machine } from './machine';
import { artifactRepository } from './registry';

/** The lowering of resources on Google Cloud, with cdktf's typed constructs. */
export const GOOGLE_LOWERING: Lowering = {
  instance: (owner, { name, region, inputs, expiresAt, secretMarks = {} }) =>
    machine(owner, { name, region, inputs, expires: expiresAt !== null, secretMarks }),
  registry_repo: (owner, { name, region, inputs }) =>
    artifactRepository(owner, { name, region }, decodeRegistryRepo(owner.address, inputs)),
};
