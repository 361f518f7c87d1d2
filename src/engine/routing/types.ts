/** What goes in and comes out of the route engine. Answers are plain data that survives JSON.stringify. */
import type { FieldError, FieldErrorCode } from '../crd/index.ts';
import type { Params, Position, Problem } from '../problem.ts';

export interface ObjectRef {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

export type Scheme = 'http' | 'https';

/** One request as a client sends it. */
export interface RouteRequest {
  /** The Host header, port included; absent when the client sends to the address itself. */
  readonly host?: string;
  readonly path: string;
  /** What stands behind `?`, undecoded. */
  readonly query?: string;
  readonly method: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** Absent: that of the listener it is sent to. */
  readonly scheme?: Scheme;
  /** Of the connection; a port in the Host header takes no part. */
  readonly port?: number;
  /** `namespace/name` of the Gateway it is sent to. */
  readonly gateway?: string;
  /** A listener of that Gateway: its port is the one that is connected to. */
  readonly listener?: string;
  /** TLS server name; the Host header's name when absent. */
  readonly sni?: string;
}

export interface RouteRef extends ObjectRef {
  /** `spec.rules[rule]`; absent for a default backend and for a whole route. */
  readonly rule?: number;
  /** HTTPRoute: `matches[match]`; Ingress: `http.paths[match]`. */
  readonly match?: number;
}

/** Why a backend may not be used. */
export type BackendCode =
  /** params: group, kind */
  | 'backend-kind-unknown'
  /** params: namespace, name */
  | 'backend-not-found'
  /** params: namespace, name, port */
  | 'backend-port-not-found'
  /** params: namespace, name, from */
  | 'backend-not-granted';

export interface Backend {
  readonly kind?: string;
  readonly namespace: string;
  readonly name: string;
  readonly port?: number | string;
  readonly weight: number;
  readonly problem?: Said<BackendCode>;
}

export interface Said<Code extends string> {
  readonly code: Code;
  readonly params: Params;
}

/** Why another candidate did not get the request. */
export type LostCode =
  /** params: class */
  | 'other-class'
  | 'no-class'
  /** params: gateways */
  | 'other-gateway'
  /** params: section */
  | 'section-not-found'
  /** params: port */
  | 'parent-port-not-found'
  /** params: listener */
  | 'kind-not-allowed'
  /** params: listener, namespace */
  | 'namespace-not-allowed'
  /** params: listener, hostname */
  | 'no-hostname-intersection'
  /** params: listeners */
  | 'other-listener'
  /** params: hostnames, host */
  | 'hostname-not-matching'
  /** params: path */
  | 'path-not-matching'
  /** params: pattern */
  | 'regex-not-understood'
  /** params: method */
  | 'method-not-matching'
  /** params: name, value */
  | 'header-not-matching'
  /** params: name, value */
  | 'query-not-matching'
  /** params: own, winner */
  | 'less-specific-hostname'
  /** params: own, winner */
  | 'not-exact-path'
  /** params: own, winner */
  | 'shorter-path'
  /** params: own, winner */
  | 'regex-after-prefix'
  | 'no-method-match'
  /** params: own, winner */
  | 'fewer-headers'
  /** params: own, winner */
  | 'fewer-query-params'
  /** params: own, winner */
  | 'newer'
  /** params: own, winner */
  | 'later-name'
  /** params: winner */
  | 'later-rule'
  /** A rule matched, so this default backend is not asked. */
  | 'default-backend-not-needed';

export interface Lost extends Said<LostCode> {
  readonly route: RouteRef;
}

/** Why there is no backend. */
export type StatusCode =
  | 'no-gateway'
  /** params: gateway */
  | 'gateway-not-found'
  /** params: port */
  | 'no-listener-on-port'
  /** params: host */
  | 'no-listener-for-host'
  | 'no-route-matches'
  | 'no-ingress-matches'
  /** params: sni, host */
  | 'misdirected-request'
  | 'no-backends'
  | 'all-weights-zero'
  | 'backends-unusable'
  /** params: namespace, name */
  | 'service-missing';

/** What the specification leaves open or the input does not say, and how it was read here. */
export type NoteCode =
  /** params: gateway */
  | 'gateway-assumed'
  /** The port is then chosen as if no listener were named. params: gateway, listener */
  | 'listener-not-found'
  /** params: port */
  | 'port-assumed'
  | 'regex-order-open'
  | 'regex-dialect'
  | 'implementation-specific-as-prefix'
  | 'nginx-regex'
  | 'ingress-tie-open'
  | 'path-not-normalised'
  /** params: classes */
  | 'several-classes'
  /** params: name */
  | 'repeated-query-param'
  /** params: share */
  | 'some-backends-unusable'
  | 'route-refused';

export interface Rewrite {
  readonly host?: string;
  readonly path?: string;
}

export interface RouteAnswer {
  readonly request: RouteRequest;
  /** `namespace/gateway/listener`, of a ListenerSet `namespace/listenerset/listener`. */
  readonly listener?: string;
  readonly route?: RouteRef;
  readonly backends: readonly Backend[];
  readonly status: number;
  readonly reason?: Said<StatusCode>;
  /** The Location header. */
  readonly redirect?: string;
  /** As written in the rule, in order; they are shown, not run. */
  readonly filters?: readonly object[];
  /** What a URLRewrite filter makes of the request. */
  readonly rewrite?: Rewrite;
  readonly lost: readonly Lost[];
  /** How many more lost: of very many only the nearest are told. */
  readonly lostMore?: number;
  readonly notes: readonly Said<NoteCode>[];
}

export type RefusalCode = FieldErrorCode;

/** One refusal of the API server, with its place in the text. */
export interface Refusal extends Problem<RefusalCode>, Omit<FieldError, 'code'> {}

export type InputCode =
  | 'empty-input'
  /** params: found */
  | 'not-an-object'
  | 'kind-missing'
  /** params: kind, apiVersion */
  | 'unknown-api-version'
  /** params: kind, namespace, name */
  | 'object-repeated'
  /** params: expected, found */
  | 'wrong-type'
  | 'no-routes'
  /** params: text */
  | 'bad-url'
  /** params: field */
  | 'request-field'
  /** params: text */
  | 'bad-header';

/** What an Ingress says and Gateway API cannot, or not in the same way. */
export type MissingCode =
  /** params: annotation, field */
  | 'annotation-has-field'
  /** params: annotation */
  | 'annotation-has-none'
  /** params: annotation */
  | 'annotation-unknown'
  | 'gateway-class-to-choose'
  | 'tls-without-secret'
  /** Most controllers send HTTP to HTTPS where there is TLS; nothing in either API says so. */
  | 'tls-redirect'
  /** params: host */
  | 'wildcard-takes-more'
  /** params: path */
  | 'regex-by-implementation'
  /** params: path */
  | 'path-not-allowed'
  /** params: path */
  | 'implementation-specific-path'
  /** params: kind */
  | 'resource-backend'
  /** params: name, port */
  | 'port-name-unknown'
  | 'default-backend-unreachable';

export interface Missing extends Problem<MissingCode> {
  readonly object: ObjectRef;
}

export type DifferenceCode = 'wildcard-takes-more' | 'ingress-tie-open' | 'not-carried-over';

/** A request that the converted objects answer otherwise. */
export interface Difference {
  readonly request: RouteRequest;
  /** `namespace/name` of the backend, or the status. */
  readonly ingress: string;
  readonly httpRoute: string;
  readonly code: DifferenceCode;
}

/** An object that a cluster would not take as it is written, or not without a word. */
export interface ObjectCheck extends Position {
  readonly object: ObjectRef;
  /** Fields that cannot be decoded, that do not exist or that stand there twice. */
  readonly problems: readonly Problem[];
  readonly rejected: readonly Refusal[];
  /** As kubectl prints them. */
  readonly warnings: readonly string[];
}
