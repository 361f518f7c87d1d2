/**
 * What is refused about the spec of a Pod: the Pod engine's rules, and container ports.
 * Upstream: validateContainerPorts of pkg/apis/core/validation/validation.go, v1.37.2.
 * Left out: volumes, mounts, env, probes, handlers, affinity, tolerations, security contexts.
 */
import { isObject, type Json, type JsonObject } from '../control-plane/index.ts';
import { defaultPod, podIn, refusalsOf } from '../pod/index.ts';
import type { SourceNode } from '../source.ts';
import { GATES_1_37 } from '../versions.ts';
import {
  duplicate,
  type FieldError,
  forbidden,
  invalid,
  required,
  unsupported,
  valueAt,
} from './field-error.ts';

const PROTOCOLS = ['SCTP', 'TCP', 'UDP'];
const PORT_DETAIL = 'must be between 1 and 65535, inclusive';
const LONGEST_PORT_NAME = 15;
const NOWHERE = { line: 1, column: 1 };

type Make = (field: string, value: Json, detail: string) => FieldError;

const MAKE: Readonly<Record<string, Make>> = {
  FieldValueRequired: (field, _, detail) => required(field, detail),
  FieldValueForbidden: (field, _, detail) => forbidden(field, detail),
  FieldValueDuplicate: (field, value) => duplicate(field, value),
  FieldValueNotSupported: (field, value, detail) =>
    unsupported(
      field,
      value,
      [...detail.matchAll(/"([^"]*)"/g)].map(([, each = '']) => each),
    ),
};

/** `path`: of the Pod's spec in the object. */
export function podErrors(
  source: SourceNode,
  json: JsonObject,
  kind: string,
  path: string,
): readonly FieldError[] {
  const object = { kind, namespace: 'default', name: '' };
  const pod = podIn({ object, source, specPath: path, named: false });
  const at = (): typeof NOWHERE => NOWHERE;
  const refused = refusalsOf(defaultPod(pod, GATES_1_37, at).pod, at);
  const spec = valueAt(json, path);
  return [
    ...refused.map(({ field, type, detail }) =>
      (MAKE[type] ?? invalid)(field, valueAt(json, field), detail),
    ),
    ...['initContainers', 'containers'].flatMap((list) =>
      itemsOf(isObject(spec) ? spec[list] : undefined).flatMap((container, index) =>
        portErrors(itemsOf(container['ports']), `${path}.${list}[${index}].ports`),
      ),
    ),
  ];
}

export function itemsOf(value: Json | undefined): readonly JsonObject[] {
  const items = (Array.isArray(value) ? value : []) as readonly Json[];
  return items.map((each) => (isObject(each) ? each : {}));
}

function portErrors(ports: readonly JsonObject[], list: string): readonly FieldError[] {
  const names = new Set<string>();
  return ports.flatMap(({ name, containerPort, hostPort, protocol }, index) => {
    const field = `${list}[${index}]`;
    const errors: FieldError[] = [];
    if (name) {
      const wrong = portNameErrors(String(name), `${field}.name`);
      errors.push(...wrong);
      if (wrong.length === 0 && names.has(String(name))) {
        errors.push(duplicate(`${field}.name`, name));
      }
      names.add(String(name));
    }
    if (!containerPort) errors.push(required(`${field}.containerPort`));
    else errors.push(...portNumberErrors(containerPort, `${field}.containerPort`));
    if (hostPort) errors.push(...portNumberErrors(hostPort, `${field}.hostPort`));
    errors.push(...protocolErrors(protocol, `${field}.protocol`));
    return errors;
  });
}

export function protocolErrors(protocol: Json | undefined, field: string): readonly FieldError[] {
  const value = protocol || 'TCP';
  return PROTOCOLS.includes(String(value)) ? [] : [unsupported(field, value, PROTOCOLS)];
}

export function portNumberErrors(port: Json, field: string): readonly FieldError[] {
  const isPort = Number(port) >= 1 && Number(port) <= 65535;
  return isPort ? [] : [invalid(field, port, PORT_DETAIL)];
}

/** IsValidPortName of apimachinery pkg/util/validation. */
export function portNameErrors(name: string, field: string): readonly FieldError[] {
  const details: string[] = [];
  if (name.length > LONGEST_PORT_NAME) {
    details.push(`must be no more than ${LONGEST_PORT_NAME} bytes`);
  }
  if (!/^[-a-z0-9]+$/.test(name)) {
    details.push('must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)');
  }
  if (!/[a-z]/.test(name)) details.push('must contain at least one letter (a-z)');
  if (name.includes('--')) details.push('must not contain consecutive hyphens');
  if (/^-|-$/.test(name)) details.push('must not begin or end with a hyphen');
  return details.map((detail) => invalid(field, name, detail));
}
