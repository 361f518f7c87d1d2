/** The numbers of a Pod that are worth turning, in the order in which they matter to its life. */
import type { ContainerSpec, PodView, Probe } from '../../engine/lifecycle/index.ts';
import type { Knob } from './answer.ts';

const PROBES = ['startupProbe', 'readinessProbe', 'livenessProbe'] as const;
/** Field, the least that the API takes, and as far as the slider goes: the number field goes further. */
const NUMBERS = [
  ['initialDelaySeconds', 0, 60],
  ['periodSeconds', 1, 60],
  ['timeoutSeconds', 1, 30],
  ['failureThreshold', 1, 30],
] as const satisfies readonly (readonly [keyof Probe, number, number])[];
const POLICIES = ['Always', 'OnFailure', 'Never'];
const MOST_GROUPS = 12;

type Group = readonly [name: string, knobs: readonly Knob[]];

export function knobsOf({ spec }: PodView): readonly Group[] {
  const { terminationGracePeriodSeconds, restartPolicy } = spec;
  const pod: readonly Knob[] = [
    number('spec.terminationGracePeriodSeconds', terminationGracePeriodSeconds, 0, 120),
    {
      path: 'spec.restartPolicy',
      name: 'restartPolicy',
      value: restartPolicy,
      options: POLICIES,
    },
  ];
  const own = (list: 'initContainers' | 'containers') =>
    spec[list].flatMap((container, index) => groupsOf(container, `spec.${list}[${index}]`));
  return [['', pod] as const, ...own('containers'), ...own('initContainers')].slice(0, MOST_GROUPS);
}

function groupsOf(container: ContainerSpec, path: string): readonly Group[] {
  const probes = PROBES.flatMap((name): readonly Group[] => {
    const probe = container[name];
    if (!probe) return [];
    const knobs = NUMBERS.map(([field, least, most]) =>
      number(`${path}.${name}.${field}`, probe[field], least, most),
    );
    return [[`${container.name} ${name}`, knobs]];
  });
  const { preStop } = container;
  if (preStop?.handler !== 'sleep') return probes;
  const sleep = number(`${path}.preStop.sleep.seconds`, preStop.sleepSeconds ?? 0, 0, 60);
  return [...probes, [`${container.name} preStop.sleep`, [sleep]]];
}

function number(path: string, value: number, least: number, most: number): Knob {
  const name = path.replace(/^.*\./, '');
  return { path, name, value: String(value), range: [least, Math.max(most, value)] };
}
