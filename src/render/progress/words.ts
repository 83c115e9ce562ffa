import type { OperationAction } from '../../ports/reporter';

/** The word for a running operation. */
export const DOING: Record<OperationAction, string> = {
  create: 'creating',
  update: 'updating',
  replace: 'replacing',
  delete: 'destroying',
  import: 'importing',
};

/** The word for a finished operation. */
export const DONE: Record<OperationAction, string> = {
  create: 'created',
  update: 'updated',
  replace: 'replaced',
  delete: 'destroyed',
  import: 'imported',
};
