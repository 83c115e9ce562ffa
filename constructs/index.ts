export { Cluster } from './cluster';
export { HelixProject } from './helix-project';
export { Image } from './image';
export { Instance } from './instance';
export { RegistryRepo } from './registry-repo';
export { Resource } from './resource';
export { TtlPolicy } from './ttl-policy';
