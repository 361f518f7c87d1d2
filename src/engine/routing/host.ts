/**
 * Host names: what a request's Host header fits.
 * Ingress: content of IngressRule.Host (staging/src/k8s.io/api/networking/v1/types.go, v1.37.2): the star is
 * exactly one label. Gateway API: HTTPRouteSpec.Hostnames and Listener.Hostname (apis/v1, v1.7.0): "a suffix
 * match", so the star is one label or more.
 */

/** The name in a Host header: without its port, in lower case. */
export function nameOf(host: string): string {
  const bracket = /^\[([^\]]*)\](?::\d*)?$/.exec(host);
  if (bracket) return (bracket[1] ?? '').toLowerCase();
  return host.replace(/:\d*$/, '').toLowerCase();
}

export function isWildcard(pattern: string): boolean {
  return pattern.startsWith('*.');
}

/** `name` is what nameOf gives. */
export function fitsIngressHost(pattern: string, name: string): boolean {
  if (!isWildcard(pattern)) return pattern === name;
  const dot = name.indexOf('.');
  return dot > 0 && name.slice(dot) === pattern.slice(1);
}

/** Gateway API: `*.a` fits `x.a` and `y.x.a`, not `a`. */
export function fitsHostname(pattern: string, name: string): boolean {
  if (!isWildcard(pattern)) return pattern === name;
  return name.length > pattern.length - 1 && name.endsWith(pattern.slice(1));
}

/** What both a listener and a route would take: the narrower of the two; undefined if there is nothing. */
export function intersection(listener: string, route: string): string | undefined {
  if (listener === route) return listener;
  if (isWildcard(listener) && fitsHostname(listener, route.replace(/^\*/, 'x'))) return route;
  if (isWildcard(route) && fitsHostname(route, listener.replace(/^\*/, 'x'))) return listener;
  return undefined;
}

/** "Characters in a matching non-wildcard hostname", then "characters in a matching hostname". */
export function specificity(pattern: string): readonly [exact: number, all: number] {
  return [isWildcard(pattern) ? 0 : pattern.length, pattern.length];
}
