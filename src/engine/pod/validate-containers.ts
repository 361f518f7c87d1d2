/**
 * What API validation refuses about single containers of each kind.
 * Upstream: validateContainers, validateInitContainers, validateEphemeralContainers and
 * validateContainerCommon (pkg/apis/core/validation/validation.go), v1.37.2.
 */
import { child } from '../source.ts';
import { labelErrors } from './formats.ts';
import { type Refusals, refuse, refuseUnsupported } from './refusals.ts';
import { itemsOf, text } from './slice.ts';
import type { Container, Pod } from './types.ts';
import { refuseRequirements } from './validate-resources.ts';

const MOST_RULES = 20;
const MOST_EXIT_CODES = 255;
/** White space as Go's strings.TrimSpace knows it. */
const SPACE = '[\\t-\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]';
const SPACE_AT_END = new RegExp(`^${SPACE}|${SPACE}$`);
const PROBES = ['lifecycle', 'livenessProbe', 'readinessProbe', 'startupProbe'];
const NOT_EPHEMERAL = [
  'ports',
  'resizePolicy',
  'restartPolicy',
  'restartPolicyRules',
  'livenessProbe',
  'readinessProbe',
  'startupProbe',
  'lifecycle',
];

export function refuseContainers(pod: Pod, claims: ReadonlySet<string>, refusals: Refusals): void {
  if (pod.containers.length === 0) {
    refuse(refusals, 'containers-missing', 'FieldValueRequired', `${pod.specPath}.containers`);
  }
  const regular = new Set<string>();
  for (const container of pod.containers) {
    refuseCommon(container, claims, refusals);
    // Unlike in init containers, two that have no name have the same one.
    refuseTaken(container, regular, refusals);
    regular.add(container.name);
    refuseRestartRules(container, refusals);
  }
  const names = new Set(regular);
  for (const container of pod.initContainers) {
    refuseCommon(container, claims, refusals);
    refuseRestartRules(container, refusals);
    refuseTaken(container, names, refusals);
    if (container.name !== '') names.add(container.name);
    if (container.kind === 'init') refuseProbes(container, refusals);
  }
  refuseEphemeral(pod, claims, refusals);
  for (const container of [...pod.containers, ...pod.initContainers])
    refuseSpaces(container, refusals);
}

function refuseCommon(container: Container, claims: ReadonlySet<string>, refusals: Refusals): void {
  const { name, image, path, source } = container;
  if (name === '') refuse(refusals, 'container-name-missing', 'FieldValueRequired', `${path}.name`);
  for (const { code, detail, max } of name === '' ? [] : labelErrors(name)) {
    const params = max === undefined ? { value: name } : { value: name, max };
    refuse(refusals, code, 'FieldValueInvalid', `${path}.name`, { detail, params });
  }
  if (image === '') refuse(refusals, 'image-missing', 'FieldValueRequired', `${path}.image`);
  const oneOf = (field: string, values: readonly string[]): void => {
    const value = text(source, field);
    if (value === '' || values.includes(value)) return;
    refuseUnsupported(refusals, `${path}.${field}`, value, values);
  };
  oneOf('terminationMessagePolicy', ['File', 'FallbackToLogsOnError']);
  oneOf('imagePullPolicy', ['Always', 'IfNotPresent', 'Never']);
  refuseRequirements(container.resources, 'container', `${path}.resources`, claims, refusals);
}

function refuseTaken(container: Container, names: ReadonlySet<string>, refusals: Refusals): void {
  const { name, path } = container;
  if (!names.has(name)) return;
  const params = { name };
  refuse(refusals, 'container-name-taken', 'FieldValueDuplicate', `${path}.name`, { params });
}

function refuseSpaces({ image, path }: Container, refusals: Refusals): void {
  if (!SPACE_AT_END.test(image)) return;
  const detail = 'must not have leading or trailing whitespace';
  refuse(refusals, 'image-has-spaces', 'FieldValueInvalid', `${path}.image`, { detail });
}

function refuseProbes({ path, source }: Container, refusals: Refusals): void {
  for (const field of PROBES) {
    if (child(source, field)?.kind !== 'map') continue;
    const detail = 'may not be set for init containers without restartPolicy=Always';
    refuse(refusals, 'not-for-init-containers', 'FieldValueForbidden', `${path}.${field}`, {
      detail,
    });
  }
}

function refuseRestartRules(container: Container, refusals: Refusals): void {
  const { path, restartPolicy, source } = container;
  const rules = itemsOf(child(source, 'restartPolicyRules'));
  const policyPath = `${path}.restartPolicy`;
  if (restartPolicy === undefined) {
    if (rules.length === 0) return;
    const detail = 'must specify restartPolicy when restart rules are used';
    refuse(refusals, 'restart-rules-need-policy', 'FieldValueRequired', policyPath, { detail });
    // An init container without a policy is not looked at any further.
    if (container.kind === 'init') return;
  } else if (!['Always', 'Never', 'OnFailure'].includes(restartPolicy)) {
    refuseUnsupported(refusals, policyPath, restartPolicy, ['Always', 'Never', 'OnFailure']);
  }
  refuseMany(refusals, `${path}.restartPolicyRules`, rules.length, MOST_RULES);
  for (const [index, rule] of rules.entries()) {
    const rulePath = `${path}.restartPolicyRules[${index}]`;
    const action = text(rule, 'action');
    const actions = ['Restart', 'RestartAllContainers'];
    if (!actions.includes(action)) {
      refuseUnsupported(refusals, `${rulePath}.action`, action, actions);
    }
    const exitCodes = child(rule, 'exitCodes');
    if (exitCodes?.kind !== 'map') {
      const detail = 'must be specified';
      const field = `${rulePath}.exitCodes`;
      refuse(refusals, 'restart-rule-needs-exit-codes', 'FieldValueRequired', field, { detail });
      continue;
    }
    const operator = text(exitCodes, 'operator');
    if (operator !== 'In' && operator !== 'NotIn') {
      refuseUnsupported(refusals, `${rulePath}.exitCodes.operator`, operator, ['In', 'NotIn']);
    }
    const values = itemsOf(child(exitCodes, 'values')).length;
    refuseMany(refusals, `${rulePath}.exitCodes.values`, values, MOST_EXIT_CODES);
  }
}

function refuseMany(refusals: Refusals, field: string, count: number, max: number): void {
  if (count <= max) return;
  const detail = `must have at most ${max} items`;
  refuse(refusals, 'too-many-items', 'FieldValueTooMany', field, { detail, params: { max } });
}

function refuseEphemeral(pod: Pod, claims: ReadonlySet<string>, refusals: Refusals): void {
  if (pod.ephemeralContainers.length === 0) return;
  const others = new Set([...pod.containers, ...pod.initContainers].map(({ name }) => name));
  const names = new Set(others);
  for (const container of pod.ephemeralContainers) {
    const { path, source } = container;
    refuseCommon(container, claims, refusals);
    refuseSpaces(container, refusals);
    refuseTaken(container, names, refusals);
    names.add(container.name);
    const target = text(source, 'targetContainerName');
    if (target !== '' && !others.has(target)) {
      const field = `${path}.targetContainerName`;
      const params = { name: target };
      refuse(refusals, 'ephemeral-target-unknown', 'FieldValueNotFound', field, { params });
    }
    const { requests, limits, claims: own } = container.resources;
    const fields = NOT_EPHEMERAL.filter((field) => isWritten(container, field));
    if ((requests ?? limits ?? own) !== undefined) fields.push('resources');
    for (const field of fields) {
      const detail = 'cannot be set for an Ephemeral Container';
      refuse(refusals, 'not-for-ephemeral-containers', 'FieldValueForbidden', `${path}.${field}`, {
        detail,
      });
    }
  }
  // A Pod that runs got them later, through its own subresource.
  if (pod.statusClass !== undefined) return;
  const detail = 'cannot be set on create';
  const field = `${pod.specPath}.ephemeralContainers`;
  refuse(refusals, 'ephemeral-on-create', 'FieldValueForbidden', field, { detail });
}

function isWritten(container: Container, field: string): boolean {
  const node = child(container.source, field);
  return node !== undefined && !(node.kind === 'scalar' && node.value === null);
}
