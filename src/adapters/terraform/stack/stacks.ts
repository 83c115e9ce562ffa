import type * as stacks from '../../../../stacks';

/** The part of `stacks/` that the engine asks. */
export type Stacks = Pick<
  typeof stacks,
  'stackOf' | 'stackText' | 'stackVariables' | 'expectedOf' | 'probeStackText' | 'foundIn' | 'lower'
>;
