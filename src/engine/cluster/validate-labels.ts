/**
 * Names, labels and selectors: ValidateObjectMeta of apimachinery pkg/api/validation, ValidateLabels and
 * ValidateLabelSelector of pkg/apis/meta/v1/validation, v1.37.2.
 */
import { isObject, type Json, type JsonObject } from '../control-plane/index.ts';
import {
  type FormatError,
  labelErrors,
  qualifiedNameDetails,
  subdomainErrors,
} from '../pod/index.ts';
import { type FieldError, forbidden, invalid, required } from './field-error.ts';

const VALUE = '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?';
const VALUE_DETAIL = `a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '${VALUE}')`;
const LONGEST_VALUE = 63;

export function labelValueDetails(value: string): readonly string[] {
  const details: string[] = [];
  if (value.length > LONGEST_VALUE) details.push(`must be no more than ${LONGEST_VALUE} bytes`);
  if (!/^(?:(?:[A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/.test(value)) details.push(VALUE_DETAIL);
  return details;
}

/** Names of Services are labels since RelaxedServiceNameValidation, all others are subdomains. */
export function metadataErrors(metadata: JsonObject, kind: string): readonly FieldError[] {
  const { name, namespace = 'default', labels, annotations } = metadata;
  const format = (field: string, value: Json | undefined, of: typeof labelErrors) =>
    of(String(value ?? '')).map(({ detail }: FormatError) => invalid(field, value ?? '', detail));
  return [
    ...format('metadata.name', name, kind === 'Service' ? labelErrors : subdomainErrors),
    ...format('metadata.namespace', namespace ?? 'default', labelErrors),
    ...labelMapErrors(labels, 'metadata.labels'),
    ...annotationErrors(annotations, 'metadata.annotations'),
  ];
}

export function labelMapErrors(labels: Json | undefined, field: string): readonly FieldError[] {
  return entries(labels).flatMap(([key, value]) => [
    ...qualifiedNameDetails(key).map((detail) => invalid(field, key, detail, key)),
    ...labelValueDetails(value).map((detail) => invalid(field, value, detail, key)),
  ]);
}

export function annotationErrors(
  annotations: Json | undefined,
  field: string,
): readonly FieldError[] {
  return entries(annotations).flatMap(([key]) =>
    qualifiedNameDetails(key.toLowerCase()).map((detail) => invalid(field, key, detail, key)),
  );
}

function entries(value: Json | undefined): readonly (readonly [string, string])[] {
  return Object.entries(isObject(value) ? value : {}).map(([key, text]) => [
    key,
    String(text ?? ''),
  ]);
}

export function selectorErrors(selector: JsonObject, field: string): readonly FieldError[] {
  const { matchLabels, matchExpressions } = selector;
  const expressions = Array.isArray(matchExpressions) ? (matchExpressions as readonly Json[]) : [];
  return [
    ...labelMapErrors(matchLabels, `${field}.matchLabels`),
    ...expressions.flatMap((each, index) =>
      expressionErrors(isObject(each) ? each : {}, `${field}.matchExpressions[${index}]`),
    ),
  ];
}

function expressionErrors(expression: JsonObject, field: string): readonly FieldError[] {
  const { key, operator, values } = expression;
  const list = (Array.isArray(values) ? values : []) as readonly Json[];
  const errors: FieldError[] = [];
  if (operator === 'In' || operator === 'NotIn') {
    if (list.length === 0) {
      const detail = "must be specified when `operator` is 'In' or 'NotIn'";
      errors.push(required(`${field}.values`, detail));
    }
  } else if (operator === 'Exists' || operator === 'DoesNotExist') {
    if (list.length > 0) {
      const detail = "may not be specified when `operator` is 'Exists' or 'DoesNotExist'";
      errors.push(forbidden(`${field}.values`, detail));
    }
  } else errors.push(invalid(`${field}.operator`, operator ?? '', 'not a valid selector operator'));
  const details = qualifiedNameDetails(String(key ?? ''));
  errors.push(...details.map((detail) => invalid(`${field}.key`, key ?? '', detail)));
  for (const [index, value] of list.entries()) {
    const wrong = labelValueDetails(String(value));
    errors.push(...wrong.map((detail) => invalid(`${field}.values[${index}]`, value, detail)));
  }
  return errors;
}
