/** What keeps an object of the input from standing in a cluster as it is written. */
import {
  type FieldError,
  checkCustomResource,
  isCustomResource,
  unknownFields,
} from '../crd/index.ts';
import { offsetOf } from '../pod/index.ts';
import type { Problem } from '../problem.ts';
import type { checkSchema } from '../schema/index.ts';
import type { RoutingObject } from './objects.ts';
import type { ObjectCheck, Refusal } from './types.ts';
import { checkMetadata, ingressErrors, ingressWarnings } from './validate-ingress.ts';
import { mapAt } from './json.ts';

/** `check` is the schema engine's, handed in because its data is large. */
export function checkObjects(
  objects: readonly RoutingObject[],
  check: typeof checkSchema,
): readonly ObjectCheck[] {
  return objects.flatMap((object): readonly ObjectCheck[] => {
    const problems = problemsOf(object, check);
    const isRead = problems.every(
      ({ code }) => code === 'unknown-field' || code === 'duplicate-field',
    );
    const rejected = isRead ? errorsOf(object).map((error) => placed(error, object)) : [];
    const warnings = object.kind === 'Ingress' ? ingressWarnings(object.value) : [];
    if (problems.length + rejected.length + warnings.length === 0) return [];
    return [
      { object: object.ref, ...object.at(object.source.start), problems, rejected, warnings },
    ];
  });
}

function problemsOf(object: RoutingObject, check: typeof checkSchema): readonly Problem[] {
  const { kind, source, value, at } = object;
  const findings = check(source, kind).map(({ code, path, params, at: offset }): Problem => ({
    code,
    path,
    params,
    ...at(offset),
  }));
  const unknown = unknownFields(kind, value).map((path): Problem => {
    const field = /[^.]*$/.exec(path)?.[0] ?? path;
    return { code: 'unknown-field', path, params: { field }, ...at(offsetOf(source, path)) };
  });
  return [...findings, ...unknown];
}

function errorsOf({ kind, value }: RoutingObject): readonly FieldError[] {
  if (kind === 'Ingress') return ingressErrors(value);
  if (!isCustomResource(kind)) return [];
  const errors: FieldError[] = [];
  checkMetadata(mapAt(value, 'metadata') ?? {}, errors);
  return [...errors, ...checkCustomResource(kind, value)];
}

function placed({ code, field, type, detail }: FieldError, { source, at }: RoutingObject): Refusal {
  const place = field.startsWith('annotations.') ? 'metadata.annotations' : field;
  return { code, path: field, params: {}, field, type, detail, ...at(offsetOf(source, place)) };
}
