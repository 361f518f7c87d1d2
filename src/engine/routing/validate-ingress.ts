/**
 * What the API server refuses about a new Ingress, and what it warns about. Upstream, v1.37.2:
 * ValidateIngressCreate (pkg/apis/networking/validation), ValidateObjectMeta (apimachinery pkg/api/validation),
 * the warnings of pkg/registry/networking/ingress/strategy.go; RelaxedServiceNameValidation is on.
 * Left out: finalizers, owners and managed fields.
 */
import { parseSloppyAddress } from '../address.ts';
import type { FieldError, FieldErrorCode, FieldErrorType } from '../crd/index.ts';
import {
  type FormatError,
  asPrefix,
  labelErrors,
  qualifiedNameDetails,
  subdomainErrors,
} from '../pod/index.ts';
import type { JsonValue } from '../read/index.ts';
import { at, type JsonMap, listAt, mapAt, numberAt, textAt } from './json.ts';

/** More than anybody reads. */
const MOST_ERRORS = 1000;
const ANNOTATIONS_LIMIT = 256 * 1024;
const CLASS_ANNOTATION = 'kubernetes.io/ingress.class';

type Errors = FieldError[];

export function ingressErrors(ingress: JsonMap): readonly FieldError[] {
  const errors: Errors = [];
  checkMetadata(mapAt(ingress, 'metadata') ?? {}, errors);
  checkSpec(mapAt(ingress, 'spec') ?? {}, errors);
  const annotated = textAt(ingress, 'metadata', 'annotations', CLASS_ANNOTATION);
  const name = textAt(ingress, 'spec', 'ingressClassName');
  if (annotated !== undefined && name !== undefined && annotated !== name) {
    const detail = 'must match `ingressClassName` when both are specified';
    invalid(errors, `annotations.${CLASS_ANNOTATION}`, detail);
  }
  return errors;
}

/** As kubectl prints them behind `Warning:`. */
export function ingressWarnings(ingress: JsonMap): readonly string[] {
  const isAnnotated = textAt(ingress, 'metadata', 'annotations', CLASS_ANNOTATION) !== undefined;
  if (!isAnnotated || textAt(ingress, 'spec', 'ingressClassName') !== undefined) return [];
  return [
    `annotation "${CLASS_ANNOTATION}" is deprecated, please use 'spec.ingressClassName' instead`,
  ];
}

function add(
  errors: Errors,
  code: FieldErrorCode,
  type: FieldErrorType,
  field: string,
  detail: string,
): void {
  if (errors.length < MOST_ERRORS) errors.push({ code, type, field, detail });
}

function invalid(errors: Errors, field: string, detail: string): void {
  add(errors, 'value-invalid', 'FieldValueInvalid', field, detail);
}

function invalidAll(errors: Errors, field: string, details: readonly string[]): void {
  for (const detail of details) invalid(errors, field, detail);
}

function required(errors: Errors, field: string, detail = ''): void {
  add(errors, 'value-required', 'FieldValueRequired', field, detail);
}

const detailsOf = (errors: readonly FormatError[]) => errors.map(({ detail }) => detail);

export function checkMetadata(metadata: JsonMap, errors: Errors): void {
  const name = textAt(metadata, 'name') ?? '';
  const prefix = textAt(metadata, 'generateName') ?? '';
  const namespace = textAt(metadata, 'namespace') ?? '';
  if (prefix !== '') {
    invalidAll(errors, 'metadata.generateName', detailsOf(subdomainErrors(asPrefix(prefix))));
  }
  if (name !== '') invalidAll(errors, 'metadata.name', detailsOf(subdomainErrors(name)));
  else if (prefix === '') required(errors, 'metadata.name', 'name or generateName is required');
  if (namespace !== '') {
    invalidAll(errors, 'metadata.namespace', detailsOf(labelErrors(namespace)));
  }
  for (const [key, value] of Object.entries(mapAt(metadata, 'labels') ?? {})) {
    invalidAll(errors, 'metadata.labels', qualifiedNameDetails(key));
    if (typeof value === 'string') invalidAll(errors, 'metadata.labels', labelValueDetails(value));
  }
  let size = 0;
  for (const [key, value] of Object.entries(mapAt(metadata, 'annotations') ?? {})) {
    invalidAll(errors, 'metadata.annotations', qualifiedNameDetails(key.toLowerCase()));
    size += key.length + (typeof value === 'string' ? value.length : 0);
  }
  if (size > ANNOTATIONS_LIMIT) {
    const detail = `may not be more than ${ANNOTATIONS_LIMIT} bytes`;
    add(errors, 'value-too-long', 'FieldValueTooLong', 'metadata.annotations', detail);
  }
}

function labelValueDetails(value: string): readonly string[] {
  const details: string[] = [];
  if (value.length > 63) details.push('must be no more than 63 bytes');
  if (!/^(?:(?:[A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/.test(value)) details.push(LABEL_VALUE);
  return details;
}

const LABEL_VALUE =
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";

function checkSpec(spec: JsonMap, errors: Errors): void {
  const rules = listAt(spec, 'rules');
  const backend = mapAt(spec, 'defaultBackend');
  if (rules.length === 0 && backend === undefined) {
    invalid(errors, 'spec', 'either `defaultBackend` or `rules` must be specified');
  }
  if (backend) checkBackend(backend, 'spec.defaultBackend', errors);
  for (const [index, rule] of rules.entries()) checkRule(rule, `spec.rules[${index}]`, errors);
  for (const [index, entry] of listAt(spec, 'tls').entries()) {
    for (const [position, host] of listAt(entry, 'hosts').entries()) {
      if (typeof host !== 'string') continue;
      invalidAll(errors, `spec.tls[${index}].hosts[${position}]`, hostDetails(host));
    }
    const secret = textAt(entry, 'secretName') ?? '';
    if (secret === '') continue;
    invalidAll(errors, `spec.tls[${index}].secretName`, detailsOf(subdomainErrors(secret)));
  }
  const name = textAt(spec, 'ingressClassName');
  if (name !== undefined) {
    invalidAll(errors, 'spec.ingressClassName', detailsOf(subdomainErrors(name)));
  }
}

const WILDCARD =
  "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of lower case alphanumeric characters, '-' or '.' and end with an alphanumeric character (e.g. '*.example.com', regex used for validation is '\\*\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";

function hostDetails(host: string): readonly string[] {
  if (!host.includes('*')) return detailsOf(subdomainErrors(host));
  const details = host.length > 253 ? ['must be no more than 253 characters'] : [];
  const fits = /^\*\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/;
  return fits.test(host) ? details : [...details, WILDCARD];
}

function checkRule(rule: JsonValue, path: string, errors: Errors): void {
  const host = textAt(rule, 'host') ?? '';
  if (host !== '') {
    if (parseSloppyAddress(host) !== undefined) {
      invalid(errors, `${path}.host`, 'must be a DNS name, not an IP address');
    }
    invalidAll(errors, `${path}.host`, hostDetails(host));
  }
  const http = mapAt(rule, 'http');
  if (http === undefined) return;
  const paths = listAt(http, 'paths');
  if (paths.length === 0) required(errors, `${path}.http.paths`);
  for (const [index, one] of paths.entries())
    checkPath(one, `${path}.http.paths[${index}]`, errors);
}

const FORBIDDEN = ['//', '/./', '/../', '%2f', '%2F'];
const FORBIDDEN_ENDS = ['/..', '/.'];

function checkPath(entry: JsonValue, path: string, errors: Errors): void {
  const type = textAt(entry, 'pathType');
  const value = textAt(entry, 'path') ?? '';
  const field = `${path}.path`;
  if (type === undefined) {
    required(errors, `${path}.pathType`, 'pathType must be specified');
    return;
  }
  const isAbsolute = value.startsWith('/');
  if (type === 'Exact' || type === 'Prefix') {
    if (!isAbsolute) invalid(errors, field, 'must be an absolute path');
    for (const part of FORBIDDEN) {
      if (value.includes(part)) invalid(errors, field, `must not contain '${part}'`);
    }
    for (const end of FORBIDDEN_ENDS) {
      if (value.endsWith(end)) invalid(errors, field, `cannot end with '${end}'`);
    }
  } else if (type === 'ImplementationSpecific') {
    if (value !== '' && !isAbsolute) invalid(errors, field, 'must be an absolute path');
  } else {
    const detail = 'supported values: "Exact", "ImplementationSpecific", "Prefix"';
    add(errors, 'value-unsupported', 'FieldValueNotSupported', `${path}.pathType`, detail);
  }
  checkBackend(mapAt(entry, 'backend') ?? {}, `${path}.backend`, errors);
}

function checkBackend(backend: JsonMap, path: string, errors: Errors): void {
  const resource = mapAt(backend, 'resource');
  const service = mapAt(backend, 'service');
  if (resource && service) invalid(errors, path, 'cannot set both resource and service backends');
  else if (resource) checkResource(resource, `${path}.resource`, errors);
  else if (service) checkService(service, path, errors);
  else invalid(errors, path, 'resource or service backend is required');
}

function checkService(service: JsonMap, path: string, errors: Errors): void {
  const name = textAt(service, 'name') ?? '';
  if (name === '') required(errors, `${path}.service.name`);
  else invalidAll(errors, `${path}.service.name`, detailsOf(labelErrors(name)));
  const portName = textAt(service, 'port', 'name') ?? '';
  const number = numberAt(service, 'port', 'number') ?? 0;
  if (portName !== '' && number !== 0)
    invalid(errors, path, 'cannot set both port name & port number');
  else if (portName !== '')
    invalidAll(errors, `${path}.service.port.name`, portNameDetails(portName));
  else if (number === 0) required(errors, path, 'port name or number is required');
  else if (number < 1 || number > 65535) {
    invalid(errors, `${path}.service.port.number`, 'must be between 1 and 65535, inclusive');
  }
}

function portNameDetails(name: string): readonly string[] {
  const details: string[] = [];
  if (name.length > 15) details.push('must be no more than 15 characters');
  if (!/^[-a-z0-9]+$/.test(name)) {
    details.push('must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)');
  }
  if (!/[a-z]/.test(name)) details.push('must contain at least one letter (a-z)');
  if (name.includes('--')) details.push('must not contain consecutive hyphens');
  if (name.startsWith('-') || name.endsWith('-'))
    details.push('must not begin or end with a hyphen');
  return details;
}

function checkResource(resource: JsonMap, path: string, errors: Errors): void {
  const group = at(resource, 'apiGroup');
  if (typeof group === 'string') {
    invalidAll(errors, `${path}.apiGroup`, detailsOf(subdomainErrors(group)));
  }
  for (const field of ['kind', 'name']) {
    const value = textAt(resource, field) ?? '';
    if (value === '') required(errors, `${path}.${field}`);
    else invalidAll(errors, `${path}.${field}`, segmentDetails(value));
  }
}

/** What may not stand between two slashes of a URL. */
function segmentDetails(value: string): readonly string[] {
  if (value === '.' || value === '..') return [`may not be '${value}'`];
  return ['/', '%']
    .filter((part) => value.includes(part))
    .map((part) => `may not contain '${part}'`);
}
