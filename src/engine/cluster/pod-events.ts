/**
 * What the kubelet tells in Events of a Pod's life.
 * Upstream, v1.37.2: pkg/kubelet/events/event.go; messages of pkg/kubelet/kuberuntime, pkg/kubelet/images and
 * pkg/kubelet/prober; recordings 01 to 61.
 * Left out: volumes, hooks, what the runtime says of a pull that failed, and probes that go on failing after the
 * threshold.
 */
import type { PodView, Step } from '../lifecycle/index.ts';

export interface PodEvent {
  /** On the Pod's own clock. */
  readonly at: number;
  readonly reason: string;
  readonly message: string;
}

/** Steps of the lifecycle engine, in order. */
export function eventsOf(
  steps: readonly Step[],
  { spec, name, namespace }: PodView,
  uid: string,
): readonly PodEvent[] {
  const containers = new Map(
    [...spec.initContainers, ...spec.containers].map((container) => [container.name, container]),
  );
  /** Containers that it has said it stops. */
  const stopping = new Set<string>();
  return steps.flatMap(({ at, code, params }) => {
    const container = String(params['container'] ?? '');
    const { image = '', ...probes } = containers.get(container) ?? {};
    const tell = (reason: string, message: string): PodEvent => ({ at, reason, message });
    switch (code) {
      case 'image-pulling':
        return [tell('Pulling', `Pulling image "${image}"`)];
      case 'image-pull-failed':
        return [tell('Failed', `Error: ${params['reason'] ?? ''}`)];
      case 'image-backoff':
        return [
          tell('BackOff', `Back-off pulling image "${image}"`),
          tell('Failed', 'Error: ImagePullBackOff'),
        ];
      case 'container-started':
        stopping.delete(container);
        return [
          tell(
            'Pulled',
            `Container image "${image}" already present on machine and can be accessed by the pod`,
          ),
          tell('Created', 'Container created'),
          tell('Started', 'Container started'),
        ];
      case 'backoff-shown': {
        const pod = `${name}_${namespace}(${uid})`;
        return [tell('BackOff', `Back-off restarting failed container ${container} in pod ${pod}`)];
      }
      case 'probe-answered':
        return params['ok'] === 'no' ? unhealthy(at, String(params['probe']), probes) : [];
      case 'probe-kills':
        stopping.add(container);
        return [
          tell(
            'Killing',
            `Container ${container} failed ${params['probe']} probe, will be restarted`,
          ),
        ];
      case 'pre-stop-started':
      case 'stop-signal':
        if (stopping.has(container)) return [];
        stopping.add(container);
        return [tell('Killing', `Stopping container ${container}`)];
      default:
        return [];
    }
  });
}

const TITLES: Readonly<Record<string, string>> = {
  startup: 'Startup',
  readiness: 'Readiness',
  liveness: 'Liveness',
};

/** Only of HTTP is it known what a container that is not ready answers here: 503. */
function unhealthy(
  at: number,
  probe: string,
  container: Partial<PodView['spec']['containers'][number]>,
): readonly PodEvent[] {
  const key = `${probe}Probe` as 'startupProbe' | 'readinessProbe' | 'livenessProbe';
  if (container[key]?.handler !== 'httpGet') return [];
  const message = `${TITLES[probe]} probe failed: HTTP probe failed with statuscode: 503`;
  return [{ at, reason: 'Unhealthy', message }];
}
