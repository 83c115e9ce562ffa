import type { Construct } from 'constructs';
import { Resource } from './resource';
import type { ResourceProps } from './resource';

/** Something that runs an image: a cloud machine, a Fly app, a container on this machine. */
export class Instance extends Resource {
  constructor(scope: Construct, name: string, props: ResourceProps) {
    super(scope, 'instance', name, props);
  }
}
