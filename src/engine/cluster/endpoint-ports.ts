/**
 * What EndpointSlices and Endpoints have in common: the ports of a Pod that a Service leads to, and labels.
 * Upstream: FindPort of staging/src/k8s.io/endpointslice/utils.go, v1.37.2.
 */
import type { Endpoint, Labels, Pod, Port, Service, ServicePort } from './objects.ts';

export const TRIGGER = 'endpoints.kubernetes.io/last-change-trigger-time';
/** IsHeadlessService. */
export const HEADLESS = 'service.kubernetes.io/headless';

function portOf(
  pod: Pod,
  { port, targetPort = port, name = '', protocol = 'TCP' }: ServicePort,
): Port | undefined {
  if (typeof targetPort === 'number') return { name, port: targetPort, protocol };
  const containers = pod.spec['containers'];
  for (const container of Array.isArray(containers) ? containers : []) {
    const ports = (container as { ports?: unknown }).ports;
    for (const each of Array.isArray(ports) ? ports : []) {
      const { name: own, containerPort, protocol: kind = 'TCP' } = each as Record<string, unknown>;
      if (own === targetPort && kind === protocol && typeof containerPort === 'number') {
        return { name, port: containerPort, protocol };
      }
    }
  }
  return undefined;
}

export function portsOf({ spec }: Service, pod: Pod): readonly Port[] {
  return (spec.ports ?? []).flatMap((port) => portOf(pod, port) ?? []);
}

export function targetOf({ metadata }: Pod): Endpoint['targetRef'] {
  return { kind: 'Pod', name: metadata.name, namespace: metadata.namespace };
}

export function isHeadless({ spec }: Service): boolean {
  return spec.clusterIP === undefined || spec.clusterIP === 'None' || spec.clusterIP === '';
}

/** Of the Service, without those that its controllers keep for themselves. */
export function labelsWithout(labels: Labels | undefined, reserved: readonly string[]): Labels {
  return Object.fromEntries(
    Object.entries(labels ?? {}).filter(([key]) => !reserved.includes(key)),
  );
}
