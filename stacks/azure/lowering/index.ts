import { decodeRegistryRepo } from '../../../src/resources/registry-repo';
import type { Lowering } from '../../cloud';
import { machine } from './machine';
import { containerRegistry } from './registry';

/** The lowering of Azure resources, with the attributes of azapi. */
export const AZURE_LOWERING: Lowering = {
  instance: (owner, { name, region, inputs, expiresAt }) =>
    machine(owner, { name, region, inputs, expires: expiresAt !== null }),
  registry_repo: (owner, { name, region, inputs }) =>
    containerRegistry(owner, { name, region, inputs: decodeRegistryRepo(owner.address, inputs) }),
};
