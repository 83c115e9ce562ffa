import { decodeRegistryRepo } from '../../../src/resources/registry-repo';
import type { Lowering } from '../../cloud';
import { machine } from './machine';
import { ecrRepository } from './registry';

/** The lowering of AWS resources, with cdktf's typed constructs. */
export const AWS_LOWERING: Lowering = {
  instance: (owner, { name, region, inputs, expiresAt, secretMarks = {} }) =>
    machine(owner, { name, region, inputs, expires: expiresAt !== null, secretMarks }),
  registry_repo: (owner, { name, inputs }) =>
    ecrRepository(owner, { name, inputs: decodeRegistryRepo(owner.address, inputs) }),
};
