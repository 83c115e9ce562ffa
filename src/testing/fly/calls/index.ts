import type { OperationName } from '../document';
import { APP_CALLS } from './apps';
import type { Handler } from './call';
import { MACHINE_CALLS } from './machines';
import { VOLUME_CALLS } from './volumes';

/** The action of each call of the document. */
export const HANDLERS: Readonly<Record<OperationName, Handler>> = {
  ...APP_CALLS,
  ...VOLUME_CALLS,
  ...MACHINE_CALLS,
};
