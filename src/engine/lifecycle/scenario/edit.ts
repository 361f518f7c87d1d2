/**
 * A field of a Pod's spec set to another value, for what a user edits and for "what if".
 * Paths as the API prints them: `spec.terminationGracePeriodSeconds`, `spec.containers[0].image`, also
 * `containers[name].livenessProbe.periodSeconds`; a leading `spec.` may be left out.
 */
import type { ContainerSpec, PodSpecView, Probe } from '../model.ts';

const PROBES = ['startupProbe', 'readinessProbe', 'livenessProbe'] as const;
const PROBE_NUMBERS = [
  'initialDelaySeconds',
  'periodSeconds',
  'timeoutSeconds',
  'successThreshold',
  'failureThreshold',
  'terminationGracePeriodSeconds',
] as const;

/** Undefined where the path names nothing that can be set, or the value is none for it. */
export function edit(spec: PodSpecView, path: string, value: string): PodSpecView | undefined {
  const steps = path.replace(/^spec\./, '').split('.');
  const [first = '', ...rest] = steps;
  const list = /^(containers|initContainers)\[([^\]]+)\]$/.exec(first);
  if (list) {
    const field = list[1] as 'containers' | 'initContainers';
    const containers = spec[field];
    const at = indexOf(containers, list[2] ?? '');
    const before = containers[at];
    const after = before && editContainer(before, rest, value);
    return after && { ...spec, [field]: containers.with(at, after) };
  }
  if (rest.length > 0) return undefined;
  return editSpec(spec, first, value);
}

function indexOf(containers: readonly ContainerSpec[], key: string): number {
  return /^\d+$/.test(key) ? Number(key) : containers.findIndex(({ name }) => name === key);
}

function editSpec(spec: PodSpecView, field: string, value: string): PodSpecView | undefined {
  const seconds = wholeNumber(value);
  switch (field) {
    case 'terminationGracePeriodSeconds':
      return seconds === undefined ? undefined : { ...spec, [field]: seconds };
    case 'activeDeadlineSeconds':
      return seconds === undefined || seconds < 1 ? undefined : { ...spec, [field]: seconds };
    case 'restartPolicy':
      return ['Always', 'OnFailure', 'Never'].includes(value)
        ? { ...spec, [field]: value }
        : undefined;
    case 'schedulingGates':
      return { ...spec, schedulingGates: value.trim() === '' ? [] : value.trim().split(/[\s,]+/) };
    default:
      return undefined;
  }
}

function editContainer(
  container: ContainerSpec,
  [field = '', number = '', more]: readonly string[],
  value: string,
): ContainerSpec | undefined {
  if (field === 'image' && number === '') return { ...container, image: value };
  if (field === 'resources' && number === '') return { ...container, resources: value };
  if (field === 'restartPolicy' && number === '') return { ...container, restartPolicy: value };
  const amount = wholeNumber(value);
  if (field === 'preStop' || field === 'lifecycle') return editSleep(container, amount);
  const probe = PROBES.find((name) => name === field);
  const key = PROBE_NUMBERS.find((name) => name === number);
  const before: Probe | undefined = probe && container[probe];
  if (!probe || !key || !before || more !== undefined || amount === undefined) return undefined;
  const least = key === 'initialDelaySeconds' ? 0 : 1;
  return amount < least ? undefined : { ...container, [probe]: { ...before, [key]: amount } };
}

/** `preStop.sleep.seconds`, `lifecycle.preStop.sleep.seconds`. */
function editSleep(
  container: ContainerSpec,
  seconds: number | undefined,
): ContainerSpec | undefined {
  if (seconds === undefined) return undefined;
  return { ...container, preStop: { handler: 'sleep', sleepSeconds: seconds } };
}

function wholeNumber(text: string): number | undefined {
  return /^\d{1,9}$/.test(text.trim()) ? Number(text.trim()) : undefined;
}
