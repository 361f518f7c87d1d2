/**
 * What the API server refuses about a Deployment and a Service, in its order.
 * Upstream, v1.37.2: ValidateDeployment of pkg/apis/apps/validation/validation.go, validateService of
 * pkg/apis/core/validation/validation.go.
 * Left out: ClusterIPs and IP families, session affinity, traffic policies, external addresses.
 */
import { isObject, type Json, type JsonObject } from '../control-plane/index.ts';
import type { SourceNode } from '../source.ts';
import {
  duplicate,
  type FieldError,
  forbidden,
  invalid,
  required,
  unsupported,
} from './field-error.ts';
import { type Selector, selects } from './objects.ts';
import {
  annotationErrors,
  labelMapErrors,
  metadataErrors,
  selectorErrors,
} from './validate-labels.ts';
import {
  itemsOf,
  podErrors,
  portNameErrors,
  portNumberErrors,
  protocolErrors,
} from './validate-pod.ts';
import { labelErrors } from '../pod/index.ts';

const NEGATIVE = 'must be greater than or equal to 0';
const PERCENT = `a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')`;
const TYPES = ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort'];

type Validator = (source: SourceNode, json: JsonObject) => readonly FieldError[];

export const VALIDATORS: Readonly<Record<'Deployment' | 'Service' | 'Pod', Validator>> = {
  Deployment: deploymentErrors,
  Service: serviceErrors,
  Pod: (source, json) => [
    ...metadataErrors(mapOf(json['metadata']), 'Pod'),
    ...podErrors(source, json, 'Pod', 'spec'),
  ],
};

export function mapOf(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {};
}

function deploymentErrors(source: SourceNode, json: JsonObject): readonly FieldError[] {
  const spec = mapOf(json['spec']);
  return [
    ...metadataErrors(mapOf(json['metadata']), 'Deployment'),
    ...notNegative(spec, 'replicas'),
    ...templateErrors(source, json, spec),
    ...strategyErrors(mapOf(spec['strategy'])),
    ...notNegative(spec, 'minReadySeconds'),
    ...notNegative(spec, 'revisionHistoryLimit'),
    ...notNegative(spec, 'progressDeadlineSeconds'),
    ...deadlineErrors(spec),
  ];
}

function notNegative(spec: JsonObject, key: string): readonly FieldError[] {
  const value = spec[key] ?? 0;
  return Number(value) < 0 ? [invalid(`spec.${key}`, value, NEGATIVE)] : [];
}

function deadlineErrors(spec: JsonObject): readonly FieldError[] {
  const deadline = spec['progressDeadlineSeconds'] ?? 600;
  if (Number(deadline) > Number(spec['minReadySeconds'] ?? 0)) return [];
  const detail = 'must be greater than minReadySeconds';
  return [invalid('spec.progressDeadlineSeconds', deadline, detail)];
}

function templateErrors(
  source: SourceNode,
  json: JsonObject,
  spec: JsonObject,
): readonly FieldError[] {
  const selector = spec['selector'];
  const errors: FieldError[] = [];
  const template = mapOf(spec['template']);
  const metadata = mapOf(template['metadata']);
  if (!isObject(selector)) errors.push(required('spec.selector'));
  else {
    const wrong = selectorErrors(selector, 'spec.selector');
    errors.push(...wrong);
    const { matchLabels, matchExpressions } = selector;
    if (Object.keys(mapOf(matchLabels)).length + itemsOf(matchExpressions).length === 0) {
      const detail = 'empty selector is invalid for deployment';
      errors.push(invalid('spec.selector', selector, detail));
    } else if (wrong.length === 0 && !selects(selector as Selector, metadata['labels'] as never)) {
      const field = 'spec.template.metadata.labels';
      const detail = '`selector` does not match template `labels`';
      const { quote } = invalid(field, metadata['labels'] ?? null, detail);
      errors.push({ code: 'drive-selector', field, quote });
    }
  }
  const path = 'spec.template';
  errors.push(
    ...labelMapErrors(metadata['labels'], `${path}.metadata.labels`),
    ...annotationErrors(metadata['annotations'], `${path}.metadata.annotations`),
    ...podErrors(source, json, 'Deployment', `${path}.spec`),
  );
  const { restartPolicy, activeDeadlineSeconds } = mapOf(template['spec']);
  if (restartPolicy && restartPolicy !== 'Always') {
    errors.push(unsupported(`${path}.spec.restartPolicy`, restartPolicy, ['Always']));
  }
  if ((activeDeadlineSeconds ?? null) !== null) {
    const detail = 'activeDeadlineSeconds in ReplicaSet is not Supported';
    errors.push(forbidden(`${path}.spec.activeDeadlineSeconds`, detail));
  }
  return errors;
}

function strategyErrors(strategy: JsonObject): readonly FieldError[] {
  const field = 'spec.strategy';
  const type = strategy['type'] || 'RollingUpdate';
  const rolling = strategy['rollingUpdate'];
  if (type === 'Recreate') {
    const detail = "may not be specified when strategy `type` is 'Recreate'";
    return isObject(rolling) ? [forbidden(`${field}.rollingUpdate`, detail)] : [];
  }
  if (type !== 'RollingUpdate') {
    return [unsupported(field, strategy, ['Recreate', 'RollingUpdate'])];
  }
  const { maxSurge, maxUnavailable } = mapOf(rolling);
  const surge = maxSurge ?? '25%';
  const missing = maxUnavailable ?? '25%';
  const path = `${field}.rollingUpdate`;
  const errors = [
    ...amountErrors(missing, `${path}.maxUnavailable`),
    ...amountErrors(surge, `${path}.maxSurge`),
  ];
  if (isNothing(surge) && isNothing(missing)) {
    const detail = 'may not be 0 when `maxSurge` is 0';
    const { quote } = invalid('', missing, detail);
    errors.push({ code: 'drive-no-progress', field: `${path}.maxUnavailable`, quote });
  }
  if (typeof missing === 'string' && /^\d+%$/.test(missing) && Number.parseInt(missing, 10) > 100) {
    errors.push(invalid(`${path}.maxUnavailable`, missing, 'must not be greater than 100%'));
  }
  return errors;
}

/** ValidatePositiveIntOrPercent */
function amountErrors(value: Json, field: string): readonly FieldError[] {
  if (typeof value === 'string')
    return /^\d+%$/.test(value) ? [] : [invalid(field, value, PERCENT)];
  return Number(value) < 0 ? [invalid(field, value, NEGATIVE)] : [];
}

/** getIntOrPercentValue: what is no number counts as none. */
function isNothing(value: Json): boolean {
  if (typeof value !== 'string') return value === 0;
  return /^[+-]?\d+%?$/.test(value) ? Number.parseInt(value, 10) === 0 : true;
}

function serviceErrors(_: SourceNode, json: JsonObject): readonly FieldError[] {
  const spec = mapOf(json['spec']);
  const { clusterIP, externalName, selector } = spec;
  const type = spec['type'] || 'ClusterIP';
  const isHeadless = clusterIP === 'None';
  const ports = itemsOf(spec['ports']);
  const errors: FieldError[] = [...metadataErrors(mapOf(json['metadata']), 'Service')];
  if (ports.length === 0 && !isHeadless && type !== 'ExternalName') {
    errors.push(required('spec.ports'));
  }
  if (isHeadless && (type === 'LoadBalancer' || type === 'NodePort')) {
    const detail = `may not be set to 'None' for ${type} services`;
    errors.push(invalid('spec.clusterIPs[0]', 'None', detail));
  }
  if (type === 'ExternalName') {
    if (clusterIP)
      errors.push(forbidden('spec.clusterIPs', 'may not be set for ExternalName services'));
    if (!externalName) errors.push(required('spec.externalName'));
  }
  errors.push(...servicePortErrors(ports));
  errors.push(...labelMapErrors(selector, 'spec.selector'));
  if (!TYPES.includes(String(type))) errors.push(unsupported('spec.type', type, TYPES));
  return errors;
}

function servicePortErrors(ports: readonly JsonObject[]): readonly FieldError[] {
  const names = new Set<string>();
  const seen = new Set<string>();
  const errors: FieldError[] = [];
  for (const [index, { name, port, protocol, targetPort }] of ports.entries()) {
    const field = `spec.ports[${index}]`;
    if (name) {
      for (const { detail } of labelErrors(String(name))) {
        errors.push(invalid(`${field}.name`, name, detail));
      }
      if (names.has(String(name))) errors.push(duplicate(`${field}.name`, name));
      names.add(String(name));
    } else if (ports.length > 1) errors.push(required(`${field}.name`));
    errors.push(...portNumberErrors(port ?? 0, `${field}.port`));
    errors.push(...protocolErrors(protocol, `${field}.protocol`));
    // Without one it is the port itself.
    if (typeof targetPort === 'number' && targetPort !== 0) {
      errors.push(...portNumberErrors(targetPort, `${field}.targetPort`));
    } else if (typeof targetPort === 'string' && targetPort !== '') {
      errors.push(...portNameErrors(targetPort, `${field}.targetPort`));
    }
  }
  for (const [index, { port, protocol }] of ports.entries()) {
    const key = `${protocol || 'TCP'} ${port}`;
    const value = { protocol: protocol || 'TCP', port: port ?? 0 };
    if (seen.has(key)) errors.push(duplicate(`spec.ports[${index}]`, value));
    seen.add(key);
  }
  return errors;
}
