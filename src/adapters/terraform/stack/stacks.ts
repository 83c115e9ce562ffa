import type * as stacks from '../../../../stacks';

/** The stack of a resource, and the blocks that it becomes in it. */
export type Stacks = Pick<typeof stacks, 'stackOf' | 'lower'>;
