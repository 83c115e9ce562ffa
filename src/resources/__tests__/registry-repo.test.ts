import { decodeRegistryRepo, encodeRegistryRepo } from '../registry-repo';
import * as any from './arbitraries';
import { describeCodec } from './round-trip';

describeCodec('the inputs of a repository', {
  address: 'registry_repo.images',
  sound: any.registryRepo,
  encode: encodeRegistryRepo,
  decode: decodeRegistryRepo,
});
