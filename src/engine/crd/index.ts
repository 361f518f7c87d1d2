/**
 * Gateway API objects as the API server takes them: schema, defaults and rules of their resource definitions,
 * standard channel of gateway-api v1.7.0. Big data: load it with the reader, not with the page. The only door.
 */
import type { JsonValue } from '../read/index.ts';
import { SCHEMAS } from './schemas.ts';
import type { FieldError, Schema } from './types.ts';
import { validate } from './validate.ts';

export type { FieldError, FieldErrorCode, FieldErrorType } from './types.ts';

let schemas: Readonly<Record<string, Schema>> | undefined;

function schemaOf(kind: string): Schema | undefined {
  schemas ??= JSON.parse(SCHEMAS) as Readonly<Record<string, Schema>>;
  return Object.hasOwn(schemas, kind) ? schemas[kind] : undefined;
}

export function isCustomResource(kind: string): boolean {
  return schemaOf(kind) !== undefined;
}

/** What is refused about `object`; nothing about a kind that has no definition here. */
export function checkCustomResource(kind: string, object: JsonValue): readonly FieldError[] {
  const schema = schemaOf(kind);
  return schema ? validate(object, schema) : [];
}

/** Paths of fields that the definition does not have, which strict reading refuses. */
export function unknownFields(kind: string, object: JsonValue): readonly string[] {
  const schema = schemaOf(kind);
  const found: string[] = [];
  if (schema) collectUnknown(object, schema, '', found);
  return found;
}

const MOST_UNKNOWN = 1000;
const OWN: ReadonlySet<string> = new Set(['apiVersion', 'kind', 'metadata', 'status']);

function collectUnknown(value: JsonValue, schema: Schema, path: string, found: string[]): void {
  if (Array.isArray(value)) {
    const { items } = schema;
    for (const [index, item] of items ? (value as readonly JsonValue[]).entries() : []) {
      if (items) collectUnknown(item, items, `${path}[${index}]`, found);
    }
  } else if (typeof value === 'object' && value !== null && schema.properties) {
    for (const [key, one] of Object.entries(value)) {
      if (path === '' && OWN.has(key)) continue;
      const at = path === '' ? key : `${path}.${key}`;
      const inner = Object.hasOwn(schema.properties, key) ? schema.properties[key] : undefined;
      if (inner) collectUnknown(one, inner, at, found);
      else if (found.length < MOST_UNKNOWN) found.push(at);
    }
  }
}
