import type { JsonObject } from '../../values/json';
import document from '../../../schemas/helix-cloud.openapi.json';
import { OPERATIONS } from './operation-names';
import type { OperationName } from './operation-names';
import type { RequiredScope } from './scopes';

export interface Operation {
  readonly name: OperationName;
  readonly method: string;
  /** `/clusters/{id}/status` */
  readonly path: string;
  readonly parameters: readonly Parameter[];
  readonly bodySchema: JsonObject | null;
  /** null: the operation checks its caller itself. */
  readonly requiredScope: RequiredScope | null;
  /** Whether a key of an account is one way among others. */
  readonly takesApiKey: boolean;
}

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required?: boolean;
  readonly schema: JsonObject;
}

interface RawOperation {
  readonly operationId: string;
  readonly 'x-required-scope'?: RequiredScope;
  readonly parameters: readonly (Parameter | { readonly $ref: string })[];
  /** Absent: that of the document. */
  readonly security?: readonly Readonly<Record<string, unknown>>[];
  readonly requestBody?: {
    readonly content: { readonly 'application/json': { readonly schema: JsonObject } };
  };
}

/** The API document; references in the schemas of its operations resolve within it. */
export const API_DOCUMENT: JsonObject = document;

/** All operations of the document. Throws when it and `OPERATIONS` do not name the same ones. */
export function apiOperations(): readonly Operation[] {
  const paths = document.paths as unknown as Record<string, Record<string, RawOperation>>;
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, raw]) => operation(path, method, raw)),
  );
  if (operations.length !== OPERATIONS.length) throw new Error('OPERATIONS is not what the document names');
  return operations;
}

function operation(path: string, method: string, raw: RawOperation): Operation {
  const name = OPERATIONS.find((candidate) => candidate === raw.operationId);
  if (name === undefined) throw new Error(`OPERATIONS does not name ${raw.operationId}`);
  return {
    name,
    method: method.toUpperCase(),
    path,
    parameters: raw.parameters.map(resolved),
    bodySchema: raw.requestBody?.content['application/json'].schema ?? null,
    requiredScope: raw['x-required-scope'] ?? null,
    takesApiKey: (raw.security ?? document.security).some((way) => 'apiKey' in way),
  };
}

function resolved(parameter: Parameter | { readonly $ref: string }): Parameter {
  if (!('$ref' in parameter)) return parameter;
  const parameters = document.components.parameters as unknown as Record<string, Parameter>;
  const found = parameters[parameter.$ref.slice('#/components/parameters/'.length)];
  if (found === undefined) throw new Error(`dangling ${parameter.$ref}`);
  return found;
}
