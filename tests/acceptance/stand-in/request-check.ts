import { Ajv } from 'ajv';
import type { ValidateFunction } from 'ajv';
import type { Json } from '../../../src/values/json';
import type { ApiDocument, ApiOperation, JsonSchema, QueryParameter } from './api-document';

/** An operation that a request asks for, with the values of its path. */
export interface Match {
  readonly operation: ApiOperation;
  readonly params: Readonly<Record<string, string>>;
}

/** Returns what validates a body: null if there is none. It is compiled when it is first needed. */
type Validator = () => ValidateFunction | null;

interface Route {
  readonly operation: ApiOperation;
  readonly pattern: RegExp;
  readonly names: readonly string[];
  /** The length of the fixed text: the more of it, the more exact the match. */
  readonly fixed: number;
  readonly query: Readonly<Record<string, QueryParameter>>;
  readonly isBody: Validator;
  readonly isAnswer: Validator;
}

const TYPES: Readonly<Record<NonNullable<QueryParameter['type']>, RegExp>> = {
  string: /^/,
  integer: /^-?\d+$/,
  boolean: /^(true|false)$/,
};

/** Finds the operation of a request, and checks requests and answers by the documents of a vendor. */
export class RequestCheck {
  readonly #routes: readonly Route[];

  constructor(documents: readonly ApiDocument[]) {
    this.#routes = documents.flatMap(routesOf).sort((a, b) => b.fixed - a.fixed);
  }

  find(method: string, path: string): Match | null {
    for (const { operation, pattern, names } of this.#routes) {
      const found = operation.method === method ? pattern.exec(path) : null;
      if (found === null) continue;
      const values = found.slice(1).map(decodeURIComponent);
      return { operation, params: Object.fromEntries(names.map((name, at) => [name, values[at] ?? ''])) };
    }
    return null;
  }

  /** Returns the problems of a request: empty when the vendor's document allows it. */
  problemsOfRequest({ operation, params }: Match, query: URLSearchParams, body: Json): readonly string[] {
    const { isBody, query: known } = this.#routeOf(operation);
    const validate = isBody();
    return [
      ...Object.entries(operation.params ?? {})
        .filter(([name, pattern]) => !new RegExp(`^(?:${pattern})$`).test(params[name] ?? ''))
        .map(([name, pattern]) => `${name}: "${params[name] ?? ''}" does not match ${pattern}`),
      ...queryProblems(known, query),
      ...(validate === null
        ? body === null
          ? []
          : ['the request has a body'] // An empty body says as much as an empty object.
        : schemaProblems(validate, body ?? {})),
    ];
  }

  /** Returns the problems of a successful answer. */
  problemsOfAnswer(operation: ApiOperation, body: Json): readonly string[] {
    const validate = this.#routeOf(operation).isAnswer();
    return validate === null ? [] : schemaProblems(validate, body);
  }

  #routeOf(operation: ApiOperation): Route {
    const route = this.#routes.find((one) => one.operation === operation);
    if (route === undefined) throw new Error(`no route for ${operation.id}`);
    return route;
  }
}

/** The routes of documents that were used before: a document does not change. */
const known = new WeakMap<ApiDocument, readonly Route[]>();

function routesOf(document: ApiDocument): readonly Route[] {
  const routes = known.get(document) ?? madeRoutes(document);
  known.set(document, routes);
  return routes;
}

function madeRoutes(document: ApiDocument): readonly Route[] {
  const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
  const schemas = document.closed ? closed(document.schemas) : document.schemas;
  ajv.addSchema({ $id: 'document', $defs: schemas });
  const compile = (name: string | undefined): Validator => {
    let compiled: ValidateFunction | null = null;
    if (name === undefined) return () => null;
    return () => (compiled ??= ajv.compile({ $ref: `document#/$defs/${name}` }));
  };
  return document.operations.map((operation) => {
    const pieces = operation.path.split(/\{(\w+)\}/);
    const texts = pieces.filter((_, at) => at % 2 === 0);
    const names = pieces.filter((_, at) => at % 2 === 1);
    return {
      operation,
      pattern: new RegExp(`^${texts.map(escaped).join('([^/]+)')}$`),
      names,
      fixed: texts.join('').length,
      query: { ...document.commonQuery, ...operation.query },
      isBody: compile(operation.body),
      isAnswer: compile(operation.answer),
    };
  });
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}

/** Returns schemas whose objects take no properties other than those listed. */
function closed<T>(schema: T): T {
  if (Array.isArray(schema)) return schema.map(closed) as T;
  if (typeof schema !== 'object' || schema === null) return schema;
  const inner = Object.fromEntries(
    Object.entries(schema).map(([key, value]) => [key, closed<unknown>(value)]),
  );
  const isOpen = !('properties' in inner) || 'additionalProperties' in inner || !isSchema(inner);
  return (isOpen ? inner : { ...inner, additionalProperties: false }) as T;
}

/** Whether it is a schema, and not the properties of one, of which one may be called `properties`. */
function isSchema(value: JsonSchema): boolean {
  return value['type'] === 'object';
}

function queryProblems(known: Route['query'], query: URLSearchParams): string[] {
  const given = [...query].flatMap(([name, value]) => {
    const parameter = known[name];
    if (parameter === undefined) return [`query ${name}: the operation does not have it`];
    const type = parameter.type ?? 'string';
    return TYPES[type].test(value) ? [] : [`query ${name}: "${value}" is not of type ${type}`];
  });
  const missing = Object.keys(known).filter((name) => known[name]?.required === true && !query.has(name));
  return [...given, ...missing.map((name) => `query ${name}: it is required`)];
}

function schemaProblems(isValid: ValidateFunction, body: Json): string[] {
  if (isValid(body)) return [];
  return (isValid.errors ?? []).map(({ instancePath, message = '', params }) => {
    const more = (params as { additionalProperty?: string }).additionalProperty;
    return `body${instancePath}: ${message}${more === undefined ? '' : ` (${more})`}`;
  });
}
