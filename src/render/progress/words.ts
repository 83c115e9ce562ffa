import type { OperationAction } from '../../ports/reporter';

/** What is being done. */
export const DOING: Record<OperationAction, string> = {
  create: 'creating',
  update: 'updating',
  replace: 'replacing',
  delete: 'destroying',
  import: 'importing',
};

/** What was done. */
export const DONE: Record<OperationAction, string> = {
  create: 'created',
  update: 'updated',
  replace: 'replaced',
  delete: 'destroyed',
  import: 'imported',
};
