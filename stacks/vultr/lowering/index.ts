import type { Lowering } from '../../cloud';
import { machine } from './machine';

/** The lowering of Vultr resources. */
export const VULTR_LOWERING: Lowering = { instance: machine };
