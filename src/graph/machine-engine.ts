import type { EngineName } from '../values/resource';

/** The engine of every machine in a cloud. */
export const MACHINE_ENGINE: EngineName = 'terraform';
