import type { Construct } from 'constructs';
import { Resource } from './resource';
import type { ResourceProps } from './resource';

/** A container image, identified by the digest of what it is built from. */
export class Image extends Resource {
  constructor(scope: Construct, name: string, props: ResourceProps) {
    super(scope, 'image', name, props);
  }
}
