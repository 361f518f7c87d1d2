/** What API validation says of a field: apimachinery pkg/util/validation/field/errors.go, v1.37.2. */
import { isObject, type Json } from '../control-plane/index.ts';

export interface FieldError {
  readonly code: 'drive-required' | 'drive-selector' | 'drive-no-progress' | 'drive-invalid';
  /** As the API server names it. */
  readonly field: string;
  /** The key below it that is meant. */
  readonly key?: string | undefined;
  /** The API server's words, behind the field. */
  readonly quote: string;
}

/** Of one value; the whole is in the text. */
const LONGEST = 80;

export function required(field: string, detail = ''): FieldError {
  return { code: 'drive-required', field, quote: behind('Required value', detail) };
}

export function forbidden(field: string, detail: string): FieldError {
  return { code: 'drive-invalid', field, quote: behind('Forbidden', detail) };
}

export function invalid(field: string, value: Json, detail: string, key?: string): FieldError {
  const quote = behind(`Invalid value: ${short(value)}`, detail);
  return { code: 'drive-invalid', field, key, quote };
}

export function duplicate(field: string, value: Json): FieldError {
  return { code: 'drive-invalid', field, quote: `Duplicate value: ${short(value)}` };
}

export function unsupported(field: string, value: Json, values: readonly string[]): FieldError {
  const detail = `supported values: ${values.map((each) => `"${each}"`).join(', ')}`;
  return {
    code: 'drive-invalid',
    field,
    quote: behind(`Unsupported value: ${short(value)}`, detail),
  };
}

function behind(type: string, detail: string): string {
  return detail === '' ? type : `${type}: ${detail}`;
}

function short(value: Json): string {
  const text = JSON.stringify(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

/** The steps of `spec.containers[0].name`; what stands in brackets may have dots. */
export function stepsOf(field: string): readonly string[] {
  return [...field.matchAll(/\[([^\]]*)\]|[^.[\]]+/g)].map(([step, inner]) => inner ?? step);
}

export function valueAt(root: Json, field: string): Json {
  let found: Json = root;
  for (const step of stepsOf(field)) {
    const inner: Json | undefined = Array.isArray(found)
      ? (found as readonly Json[])[Number(step)]
      : isObject(found) && Object.hasOwn(found, step)
        ? found[step]
        : undefined;
    if (inner === undefined) return '';
    found = inner;
  }
  return found;
}

/** Invalid of apimachinery pkg/api/errors/errors.go, as kubectl prints it. */
export function invalidText(kind: string, name: string, errors: readonly FieldError[]): string {
  const texts = errors.map(({ field, quote }) => `${field}: ${quote}`);
  const [only = ''] = texts;
  return `${kind} "${name}" is invalid: ${texts.length === 1 ? only : `[${texts.join(', ')}]`}`;
}
