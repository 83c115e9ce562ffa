import { readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
  readonly examples?: readonly unknown[];
  readonly definitions?: Readonly<Record<string, Schema>>;
}

export interface WrongDocument {
  readonly path: string;
  readonly text: string;
  /** The line of the wrong value. */
  readonly line: number;
}

const SCHEMAS = join(__dirname, '../../../schemas');

/** Returns, for each key of a schema, a TOML text in which only that key has a value of a wrong type. */
export function wrongTypes(file: string, name: string, prefix: readonly string[] = []): WrongDocument[] {
  const root = load(file);
  const wrong: WrongDocument[] = [];
  walk(root, [...prefix]);
  return wrong;

  function walk(schema: Schema, path: string[]): void {
    for (const [key, member] of Object.entries(schema.properties ?? {})) visit(member, schema, path, key);
    if (typeof schema.additionalProperties === 'object') {
      visit(schema.additionalProperties, schema, path, name);
    }
  }

  function visit(written: Schema, parent: Schema, path: string[], key: string): void {
    const schema = resolved(written);
    const others = (parent.required ?? []).filter((other) => other !== key);
    const siblings = others.map((other) => {
      const value = resolved(parent.properties?.[other] ?? {}).examples?.[0];
      return `${other} = ${JSON.stringify(value)}`;
    });
    const header = path.length === 0 ? [] : [`[${path.join('.')}]`];
    const lines = [...header, ...siblings, `${key} = ${wrongValue(schema)}`];
    wrong.push({ path: [...path, key].join('.'), text: lines.join('\n'), line: lines.length });
    if (schema.items === undefined) walk(schema, [...path, key]);
    else items(resolved(schema.items), [...path, key], [...header, ...siblings]);
  }

  function items(schema: Schema, path: string[], before: readonly string[]): void {
    const add = (at: string, value: string) => {
      const lines = [...before, `${path.at(-1) ?? ''} = [${value}]`];
      wrong.push({ path: `${path.join('.')}.0${at}`, text: lines.join('\n'), line: lines.length });
    };
    add('', wrongValue(schema));
    for (const [key, member] of Object.entries(schema.properties ?? {})) {
      const others = (schema.required ?? []).filter((other) => other !== key);
      const siblings = others.map(
        (other) => `${other} = ${String(schema.properties?.[other]?.examples?.[0])}, `,
      );
      add(`.${key}`, `{ ${siblings.join('')}${key} = ${wrongValue(member)} }`);
    }
  }

  function resolved(schema: Schema): Schema {
    if (schema.$ref === undefined) return schema;
    const [, definition = ''] = schema.$ref.split('#/definitions/');
    return root.definitions?.[definition] ?? {};
  }
}

function wrongValue(schema: Schema): string {
  const types = [schema.type ?? []].flat();
  return schema.enum !== undefined || types.some((type) => ['string', 'object', 'array'].includes(type))
    ? '7'
    : '"x"';
}

function load(file: string): Schema {
  return JSON.parse(readFileSync(join(SCHEMAS, file), 'utf8')) as Schema;
}
