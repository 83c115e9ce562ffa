import type { Lowering } from '../../cloud';
import { machine } from './machine';

/** The lowering of DigitalOcean resources, with cdktf's typed constructs. */
export const DIGITALOCEAN_LOWERING: Lowering = { instance: machine };
