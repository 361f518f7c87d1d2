/**
 * What the API server refuses about a custom resource: its schema, its list types and its rules.
 * Upstream, v1.37.2: apiextensions-apiserver pkg/registry/customresource/strategy.go (rules are not looked at
 * behind a blocking error), pkg/apiserver/schema/listtype, kube-openapi pkg/validation/validate.
 * Left out: which branch of a oneOf came closest; embedded objects.
 */
import type { JsonValue } from '../read/index.ts';
import { brokenRule, matches } from './cel.ts';
import { withDefaults } from './default.ts';
import type { FieldError, FieldErrorCode, FieldErrorType, Schema } from './types.ts';

/** More than anybody reads. */
const MOST_ERRORS = 1000;

interface Check {
  readonly errors: FieldError[];
}

export function validate(object: JsonValue, schema: Schema): readonly FieldError[] {
  const value = withDefaults(object, schema);
  const check: Check = { errors: [] };
  checkSchema(value, schema, '', check);
  checkLists(value, schema, '', check);
  if (check.errors.some(({ type }) => BLOCKING.has(type))) {
    add(check, 'rules-not-checked', '<nil>', 'FieldValueInvalid', NOT_CHECKED);
  } else checkRules(value, schema, '', check);
  return check.errors;
}

const BLOCKING: ReadonlySet<FieldErrorType> = new Set<FieldErrorType>([
  'FieldValueNotSupported',
  'FieldValueRequired',
  'FieldValueTooLong',
  'FieldValueTooMany',
  'FieldValueTypeInvalid',
]);
const NOT_CHECKED =
  'some validation rules were not checked because the object was invalid; correct the existing errors to complete validation';

function add(
  check: Check,
  code: FieldErrorCode,
  field: string,
  type: FieldErrorType,
  detail: string,
): void {
  if (check.errors.length < MOST_ERRORS) check.errors.push({ code, field, type, detail });
}

function checkSchema(value: JsonValue, schema: Schema, path: string, check: Check): void {
  checkType(value, schema, path, check);
  checkCombined(value, schema, path, check);
  if (typeof value === 'string') checkText(value, schema, path, check);
  else if (typeof value === 'number') checkNumber(value, schema, path, check);
  else if (Array.isArray(value)) checkList(value as readonly JsonValue[], schema, path, check);
  if (schema.enum && !schema.enum.includes(value)) {
    const allowed = schema.enum.map((one) => `"${String(one)}"`).join(', ');
    const detail = `supported values: ${allowed}`;
    add(check, 'value-unsupported', path, 'FieldValueNotSupported', detail);
  }
  if (isMap(value)) checkMap(value, schema, path, check);
}

type JsonMap = { readonly [key: string]: JsonValue };

function isMap(value: JsonValue | undefined): value is JsonMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function checkType(value: JsonValue, { type, format }: Schema, path: string, check: Check): void {
  if (type === undefined) return;
  const found = typeOf(value);
  if (found === type || (type === 'number' && found === 'integer')) return;
  const isFraction = found === 'number' && format !== undefined;
  const [wanted, got] = isFraction ? [format, 'float64'] : [type, found];
  const detail = `${path} in body must be of type ${wanted}: "${got}"`;
  add(check, 'type-invalid', path, 'FieldValueTypeInvalid', detail);
}

function typeOf(value: JsonValue): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value;
}

function invalid(path: string, says: string, check: Check): void {
  add(check, 'value-invalid', path, 'FieldValueInvalid', `${path} in body should ${says}`);
}

/** The first complaint is the only one. */
function checkText(value: string, schema: Schema, path: string, check: Check): void {
  const { minLength, maxLength, pattern } = schema;
  const length = [...value].length;
  if (maxLength !== undefined && length > maxLength) {
    const detail = `may not be more than ${maxLength} bytes`;
    add(check, 'value-too-long', path, 'FieldValueTooLong', detail);
  } else if (minLength !== undefined && length < minLength) {
    invalid(path, `be at least ${minLength} chars long`, check);
  } else if (pattern !== undefined && !matches(value, pattern)) {
    invalid(path, `match '${pattern}'`, check);
  }
}

function checkNumber(value: number, schema: Schema, path: string, check: Check): void {
  const { type, format, minimum, maximum } = schema;
  if (format === 'int32' && (!Number.isInteger(value) || value !== (value | 0))) {
    const detail = `Checked value must be of type ${type} with format ${format} in ${path}`;
    add(check, 'type-invalid', '<nil>', 'FieldValueInvalid', detail);
  }
  if (maximum !== undefined && value > maximum)
    invalid(path, `be less than or equal to ${maximum}`, check);
  if (minimum !== undefined && value < minimum)
    invalid(path, `be greater than or equal to ${minimum}`, check);
}

function checkList(items: readonly JsonValue[], schema: Schema, path: string, check: Check): void {
  const { minItems, maxItems } = schema;
  for (const [index, item] of schema.items ? items.entries() : []) {
    if (schema.items) checkSchema(item, schema.items, `${path}[${index}]`, check);
  }
  if (minItems !== undefined && items.length < minItems) {
    invalid(path, `have at least ${minItems} items`, check);
  }
  if (maxItems !== undefined && items.length > maxItems) {
    add(check, 'too-many', path, 'FieldValueTooMany', `must have at most ${maxItems} items`);
  }
}

function checkMap(value: JsonMap, schema: Schema, path: string, check: Check): void {
  const { properties = {}, additionalProperties, required = [], maxProperties } = schema;
  const keys = Object.keys(value);
  if (maxProperties !== undefined && keys.length > maxProperties) {
    add(check, 'too-many', path, 'FieldValueTooMany', `must have at most ${maxProperties} items`);
  }
  for (const key of keys) {
    const inner = Object.hasOwn(properties, key) ? properties[key] : additionalProperties;
    if (inner) checkSchema(value[key] ?? null, inner, joined(path, key), check);
  }
  for (const key of required) {
    if (!Object.hasOwn(value, key)) {
      add(check, 'value-required', joined(path, key), 'FieldValueRequired', '');
    }
  }
}

function joined(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}

function checkCombined(value: JsonValue, schema: Schema, path: string, check: Check): void {
  const { oneOf, anyOf, not } = schema;
  const fits = (one: Schema) => {
    const trial: Check = { errors: [] };
    checkSchema(value, one, path, trial);
    return trial.errors.length === 0 && fitsFormat(value, one);
  };
  const complain = (says: string) =>
    add(check, 'value-invalid', '<nil>', 'FieldValueInvalid', says);
  if (anyOf && !anyOf.some(fits)) complain(`"${path}" must validate at least one schema (anyOf)`);
  const count = oneOf?.filter(fits).length ?? 1;
  if (count !== 1) {
    const found = count === 0 ? 'Found none valid' : `Found ${count} valid alternatives`;
    complain(`"${path}" must validate one and only one schema (oneOf). ${found}`);
  }
  if (not && fits(not)) complain(`"${path}" must not validate the schema (not)`);
}

/** Only addresses of a Gateway have formats, inside an anyOf. */
function fitsFormat(value: JsonValue, { format }: Schema): boolean {
  if (typeof value !== 'string') return true;
  if (format === 'ipv4') return /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.|$)){4}$/.test(value);
  return format !== 'ipv6' || (/^[0-9A-Fa-f:.]+$/.test(value) && value.includes(':'));
}

/** Every place with a schema, the object itself first. */
function walk(
  value: JsonValue,
  schema: Schema,
  path: string,
  visit: (value: JsonValue, schema: Schema, path: string) => void,
): void {
  visit(value, schema, path);
  if (Array.isArray(value) && schema.items) {
    for (const [index, item] of (value as readonly JsonValue[]).entries()) {
      walk(item, schema.items, `${path}[${index}]`, visit);
    }
  } else if (isMap(value)) {
    for (const [key, one] of Object.entries(value)) {
      const { properties = {}, additionalProperties } = schema;
      const known = Object.hasOwn(properties, key) ? properties[key] : undefined;
      if (known) walk(one, known, joined(path, key), visit);
      else if (additionalProperties) walk(one, additionalProperties, `${path}[${key}]`, visit);
    }
  }
}

/** Lists that are maps by key, or sets. */
function checkLists(root: JsonValue, schema: Schema, path: string, check: Check): void {
  walk(root, schema, path, (value, { 'x-kubernetes-list-type': kind, ...rest }, at) => {
    if (!Array.isArray(value) || kind === undefined || kind === 'atomic') return;
    const keys = rest['x-kubernetes-list-map-keys'] ?? [];
    const seen = new Map<string, number>();
    for (const [index, item] of (value as readonly JsonValue[]).entries()) {
      const own =
        kind === 'set' ? item : keys.map((key) => (isMap(item) ? (item[key] ?? null) : null));
      const text = JSON.stringify(own);
      const times = seen.get(text) ?? 0;
      seen.set(text, times + 1);
      if (times === 1) add(check, 'value-duplicate', `${at}[${index}]`, 'FieldValueDuplicate', '');
    }
  });
}

function checkRules(root: JsonValue, schema: Schema, path: string, check: Check): void {
  walk(root, schema, path, (value, { 'x-kubernetes-validations': rules = [] }, at) => {
    for (const { rule, message } of rules) {
      const why = brokenRule(rule, value);
      if (why === undefined) continue;
      const detail = why === '' ? message : `${why} evaluating rule: ${message}`;
      add(check, 'rule-broken', at, 'FieldValueInvalid', detail);
    }
  });
}
