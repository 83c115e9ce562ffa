import type { ErrorObject, ValidateFunction } from 'ajv';
import Ajv2020 from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import type { JsonObject } from '../../values/json';
import type { RequestProblem } from './api-error';
import { invalid } from './api-error';
import { API_DOCUMENT } from './api-document';
import type { Operation } from './api-document';

/** The content of a request, by the document. Query parameters have their types. */
export interface RequestParts {
  readonly path: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly header: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** Checks requests against the API document; compiles what an operation needs at its first request. */
export class RequestCheck {
  readonly #bodies = this.#ajv(false);
  readonly #parameters = this.#ajv(true);
  readonly #validators = new Map<
    string,
    { readonly parameters: ValidateFunction; readonly body: ValidateFunction | null }
  >();

  /** @throws ApiError 400 with every problem */
  check(operation: Operation, request: RequestParts): RequestParts {
    const validators = this.#validatorsOf(operation);
    const header = Object.fromEntries(
      Object.entries(request.header).map(([name, value]) => [name.toLowerCase(), value]),
    );
    const parts = { path: { ...request.path }, query: { ...request.query }, header };
    const problems: RequestProblem[] = [];
    if (!validators.parameters(parts)) {
      problems.push(...problemsOf(validators.parameters.errors, parameterName));
    }
    if (validators.body !== null && !validators.body(request.body)) {
      problems.push(...problemsOf(validators.body.errors, (error) => error.instancePath));
    }
    if (problems.length > 0) throw invalid(problems);
    return { ...parts, body: request.body };
  }

  #validatorsOf(operation: Operation): {
    readonly parameters: ValidateFunction;
    readonly body: ValidateFunction | null;
  } {
    let found = this.#validators.get(operation.name);
    if (found === undefined) {
      const { bodySchema } = operation;
      found = {
        parameters: this.#parameters.compile(withinDocument(parametersSchema(operation))),
        body: bodySchema === null ? null : this.#bodies.compile(withinDocument(bodySchema)),
      };
      this.#validators.set(operation.name, found);
    }
    return found;
  }

  #ajv(coerceTypes: boolean): Ajv2020 {
    // A test checks the document itself; optimising code takes longer than the code does.
    const ajv = new Ajv2020({
      allErrors: true,
      strict: false,
      coerceTypes,
      validateSchema: false,
      code: { optimize: false },
    });
    addFormats(ajv);
    ajv.addSchema(API_DOCUMENT, 'document', undefined, false);
    return ajv;
  }
}

let shared: RequestCheck | undefined;

/** Returns the check that all emulators of this process share: it depends on the document alone. */
export function requestCheck(): RequestCheck {
  return (shared ??= new RequestCheck());
}

/** Returns path, query and headers as one object; unknown query parameters are problems, other headers are not. */
function parametersSchema({ parameters }: Operation): JsonObject {
  const part = (where: string): JsonObject => {
    const own = parameters.filter((parameter) => parameter.in === where);
    const key = (name: string): string => (where === 'header' ? name.toLowerCase() : name);
    return {
      type: 'object',
      additionalProperties: where !== 'query',
      properties: Object.fromEntries(own.map(({ name, schema }) => [key(name), schema])),
      required: own.filter(({ required }) => required === true).map(({ name }) => key(name)),
    };
  };
  return {
    type: 'object',
    properties: { path: part('path'), query: part('query'), header: part('header') },
  };
}

// References of the document are relative to it: `#/components/...` becomes `document#/components/...`.
function withinDocument(schema: JsonObject): JsonObject {
  return JSON.parse(JSON.stringify(schema).replaceAll('"$ref":"#/', '"$ref":"document#/')) as JsonObject;
}

function problemsOf(
  errors: ValidateFunction['errors'],
  pathOf: (error: ErrorObject) => string,
): readonly RequestProblem[] {
  return (errors ?? []).map((error) => ({ path: pathOf(error), message: messageOf(error) }));
}

function parameterName(error: ErrorObject): string {
  const { missingProperty, additionalProperty } = error.params as Record<string, string | undefined>;
  return missingProperty ?? additionalProperty ?? error.instancePath.split('/')[2] ?? '';
}

function messageOf(error: ErrorObject): string {
  const { additionalProperty, allowedValues } = error.params as {
    additionalProperty?: string;
    allowedValues?: readonly unknown[];
  };
  const message = error.message ?? error.keyword;
  if (additionalProperty !== undefined) return `${message}: ${additionalProperty}`;
  return allowedValues === undefined ? message : `${message}: ${allowedValues.join(', ')}`;
}
