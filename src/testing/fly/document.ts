import document from '../../../schemas/fly-machines.openapi.json';
import type { operations } from '../../adapters/fly/generated/api';

export { document };

/** The `operationId` of a call. */
export type OperationName = keyof operations;

/** A call of the API document. */
export interface Operation {
  readonly name: OperationName;
  readonly method: string;
  /** `/v1/apps/:app` */
  readonly route: string;
}

/** The calls of the API document. */
export const OPERATIONS: readonly Operation[] = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, { operationId }]) => ({
    name: operationId as OperationName,
    method: method.toUpperCase(),
    route: path.replaceAll(/\{(\w+)\}/g, ':$1'),
  })),
);
