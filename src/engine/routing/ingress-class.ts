/**
 * Which controller an Ingress is for. Upstream, v1.37.2: IngressClass and AnnotationIsDefaultIngressClass
 * (k8s.io/api/networking/v1), plugin/pkg/admission/network/defaultingressclass: a class field or annotation keeps
 * the default away; of several default classes the newest is taken, of equally old ones the first by name.
 */
import { textAt } from './json.ts';
import type { RoutingObject } from './objects.ts';
import { compareText } from './order.ts';

const DEFAULT = 'ingressclass.kubernetes.io/is-default-class';
const LEGACY = 'kubernetes.io/ingress.class';

export interface Classes {
  readonly known: ReadonlyMap<string, RoutingObject>;
  readonly default: string | undefined;
}

export function classesOf(objects: readonly RoutingObject[]): Classes {
  const classes = objects.filter(({ kind }) => kind === 'IngressClass');
  const defaults = classes.filter(
    ({ value }) => textAt(value, 'metadata', 'annotations', DEFAULT) === 'true',
  );
  const newest = defaults.toSorted(
    (one, other) =>
      compareText(other.created, one.created) || compareText(one.ref.name, other.ref.name),
  );
  return {
    known: new Map(classes.map((object) => [object.ref.name, object])),
    default: newest[0]?.ref.name,
  };
}

/** The class an Ingress has once it is stored; undefined where nothing gives it one. */
export function classOf(ingress: RoutingObject, classes: Classes): string | undefined {
  return (
    textAt(ingress.value, 'spec', 'ingressClassName') ??
    textAt(ingress.value, 'metadata', 'annotations', LEGACY) ??
    classes.default
  );
}

/** ingress-nginx by its class's controller, or by the name that everybody gives its class. */
export function isNginx(name: string | undefined, classes: Classes): boolean {
  if (name === undefined) return false;
  const object = classes.known.get(name);
  if (object === undefined) return name === 'nginx';
  return textAt(object.value, 'spec', 'controller') === 'k8s.io/ingress-nginx';
}
