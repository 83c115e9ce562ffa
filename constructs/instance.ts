import type { Construct } from 'constructs';
import { Resource } from './resource';
import type { ResourceProps } from './resource';

/** Something that runs an image: a machine or an app in a cloud, or a container on this host. */
export class Instance extends Resource {
  constructor(scope: Construct, name: string, props: ResourceProps) {
    super(scope, 'instance', name, props);
  }
}
