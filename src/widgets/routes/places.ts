/** Where in the reader's text a rule, a match, a listener stands. */
import { offsetOf } from '../../engine/pod/index.ts';
import type { LostCode, RouteRef, RoutingObject } from '../../engine/routing/index.ts';

export interface Place {
  readonly text: string;
  readonly line: number;
}

export interface Places {
  /** `code`: why it lost, which may be a matter of another field than the match. */
  readonly ofRoute: (route: RouteRef, code?: LostCode) => Place;
  /** `namespace/owner/listener` */
  readonly ofListener: (id: string) => Place;
}

export function placesIn(objects: readonly RoutingObject[]): Places {
  const byName = new Map(
    objects.map((object) => [
      keyOf(object.ref.kind, object.ref.namespace, object.ref.name),
      object,
    ]),
  );
  const lineOf = (object: RoutingObject | undefined, path: string) =>
    object ? object.at(offsetOf(object.source, path)).line : 1;
  return {
    ofRoute: (route, code) => {
      const object = byName.get(keyOf(route.kind, route.namespace, route.name));
      return { text: routeText(route), line: lineOf(object, pathOf(route, code)) };
    },
    ofListener: (id) => {
      const [namespace = '', owner = '', name = ''] = id.split('/');
      const object =
        byName.get(keyOf('Gateway', namespace, owner)) ??
        byName.get(keyOf('ListenerSet', namespace, owner));
      const index = namesOf(object).indexOf(name);
      return {
        text: `${short(namespace, owner)}/${name}`,
        line: lineOf(object, `spec.listeners[${Math.max(0, index)}]`),
      };
    },
  };
}

function keyOf(kind: string, namespace: string, name: string): string {
  return `${kind}/${namespace}/${name}`;
}

function namesOf(object: RoutingObject | undefined): readonly unknown[] {
  const spec = object?.value['spec'] as { readonly listeners?: unknown } | null | undefined;
  const listeners: readonly unknown[] = Array.isArray(spec?.listeners) ? spec.listeners : [];
  return listeners.map((listener) => (listener as { readonly name?: unknown } | null)?.name);
}

/** The namespace that everybody means is not worth a reader's time. */
export function short(namespace: string, name: string): string {
  return namespace === 'default' ? name : `${namespace}/${name}`;
}

function routeText({ kind, namespace, name, rule, match }: RouteRef): string {
  const matches = kind === 'Ingress' ? 'paths' : 'matches';
  const inner = match === undefined ? '' : `.${matches}[${match}]`;
  return `${kind} ${short(namespace, name)}${rule === undefined ? '' : ` rules[${rule}]${inner}`}`;
}

const BY_PARENT: ReadonlySet<LostCode> = new Set([
  ...(['other-gateway', 'section-not-found', 'parent-port-not-found'] as const),
  ...(['kind-not-allowed', 'namespace-not-allowed', 'other-listener'] as const),
]);
const BY_HOST: ReadonlySet<LostCode> = new Set([
  ...(['hostname-not-matching', 'no-hostname-intersection'] as const),
]);

function pathOf({ kind, rule, match }: RouteRef, code: LostCode | undefined): string {
  if (kind === 'Ingress') {
    if (rule === undefined) return 'spec.defaultBackend';
    if (code !== undefined && BY_HOST.has(code)) return `spec.rules[${rule}].host`;
    return `spec.rules[${rule}]${match === undefined ? '' : `.http.paths[${match}]`}`;
  }
  if (code !== undefined && BY_PARENT.has(code)) return 'spec.parentRefs';
  if (code !== undefined && BY_HOST.has(code)) return 'spec.hostnames';
  if (rule === undefined) return 'metadata.name';
  return `spec.rules[${rule}]${match === undefined ? '' : `.matches[${match}]`}`;
}
