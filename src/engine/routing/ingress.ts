/**
 * Ingress by its documentation: kubernetes/website concepts/services-networking/ingress ("Path types", "Multiple
 * matches", "Hostname wildcards", "DefaultBackend") and the comments of k8s.io/api/networking/v1 v1.37.2.
 * Rules of all Ingresses of a class are taken together; an exact host goes before a wildcard, that before none,
 * and a request that no path of one host takes goes on to the next; then the longest path, Exact on a tie.
 * The documentation leaves open: two equal paths, ImplementationSpecific, a rule without paths. The first goes
 * to the older Ingress here (then by name, then in order), the second is read as Prefix, or as ingress-nginx
 * reads it where that is the controller; the third sends its host to the default backend of its Ingress.
 */
import type { Params } from '../problem.ts';
import { fitsIngressHost, isWildcard, nameOf } from './host.ts';
import { type Classes, classOf, isNginx } from './ingress-class.ts';
import { type JsonMap, listAt, mapAt, numberAt, textAt } from './json.ts';
import type { RoutingObject } from './objects.ts';
import { compareAge, lostByAge } from './order.ts';
import { fitsPrefix, withoutSlash } from './path.ts';
import { compileRegex, type Regex } from './regex.ts';
import type {
  Backend,
  Lost,
  LostCode,
  NoteCode,
  RouteAnswer,
  RouteRef,
  RouteRequest,
  Said,
} from './types.ts';

export type PathType = 'Exact' | 'Prefix' | 'ImplementationSpecific';

/** One path of one rule. */
export interface IngressPath {
  readonly ingress: RoutingObject;
  readonly class: string | undefined;
  readonly rule: number;
  /** Absent: a rule without paths. */
  readonly match?: number;
  readonly host: string;
  readonly path: string;
  readonly type: PathType;
  readonly backend: JsonMap | undefined;
  /** ingress-nginx with `use-regex` or `rewrite-target` on this host; null: not understood. */
  readonly regex?: Regex | null;
}

export interface Ingresses {
  readonly paths: readonly IngressPath[];
  readonly defaults: readonly {
    readonly ingress: RoutingObject;
    readonly class: string | undefined;
  }[];
  readonly services: ReadonlyMap<string, RoutingObject>;
}

export function compileIngresses(
  objects: readonly RoutingObject[],
  classes: Classes,
  services: ReadonlyMap<string, RoutingObject>,
): Ingresses {
  const ingresses = objects
    .filter(({ kind }) => kind === 'Ingress')
    .map((ingress) => ({ ingress, class: classOf(ingress, classes) }));
  const regexHosts = new Set<string>();
  for (const { ingress, class: name } of ingresses) {
    if (!isNginx(name, classes) || !wantsRegex(ingress)) continue;
    for (const rule of listAt(ingress.value, 'spec', 'rules'))
      regexHosts.add(textAt(rule, 'host') ?? '');
  }
  const paths = ingresses.flatMap(({ ingress, class: name }) =>
    pathsOf(ingress, name).map((path): IngressPath => {
      if (!isNginx(name, classes) || !regexHosts.has(path.host)) return path;
      return { ...path, regex: compileRegex(path.path, 'start', true) ?? null };
    }),
  );
  const defaults = ingresses
    .filter(({ ingress }) => mapAt(ingress.value, 'spec', 'defaultBackend') !== undefined)
    .toSorted((one, other) => compareAge(one.ingress, other.ingress));
  return { paths, defaults, services };
}

const NGINX = 'nginx.ingress.kubernetes.io/';

function wantsRegex({ value }: RoutingObject): boolean {
  const annotation = (name: string) => textAt(value, 'metadata', 'annotations', NGINX + name);
  return annotation('use-regex') === 'true' || (annotation('rewrite-target') ?? '') !== '';
}

function pathsOf(ingress: RoutingObject, className: string | undefined): readonly IngressPath[] {
  return listAt(ingress.value, 'spec', 'rules').flatMap((rule, index): readonly IngressPath[] => {
    const host = (textAt(rule, 'host') ?? '').toLowerCase();
    const own = { ingress, class: className, rule: index, host };
    const paths = listAt(rule, 'http', 'paths');
    if (paths.length === 0) {
      const backend = mapAt(ingress.value, 'spec', 'defaultBackend');
      return backend ? [{ ...own, path: '', type: 'ImplementationSpecific', backend }] : [];
    }
    return paths.map((path, match): IngressPath => {
      const type = textAt(path, 'pathType');
      return {
        ...own,
        match,
        path: textAt(path, 'path') || '/',
        type: type === 'Exact' || type === 'Prefix' ? type : 'ImplementationSpecific',
        backend: mapAt(path, 'backend'),
      };
    });
  });
}

/** `className`: only Ingresses of that class. */
export function answerIngress(
  { paths, defaults, services }: Ingresses,
  request: RouteRequest,
  className: string | undefined,
): RouteAnswer {
  const name = nameOf(request.host ?? '');
  const fitting: IngressPath[] = [];
  const failed: Lost[] = [];
  const lose = (path: IngressPath, code: LostCode, params: Params) =>
    failed.push({ route: refOf(path), code, params });
  for (const path of paths) {
    const outside = outsideClass(path, className);
    if (outside) lose(path, outside.code, outside.params);
    else if (path.host !== '' && !fitsIngressHost(path.host, name)) {
      lose(path, 'hostname-not-matching', { hostnames: path.host, host: name });
    } else if (path.regex === null) lose(path, 'regex-not-understood', { pattern: path.path });
    else if (!fitsPath(path, request.path)) lose(path, 'path-not-matching', { path: path.path });
    else fitting.push(path);
  }
  fitting.sort(compare);
  const [winner, ...others] = fitting;
  const lost = [...others.map((path) => lostTo(winner, path)), ...failed];
  const inClass = defaults.filter((item) => outsideClass(item, className) === undefined);
  const notes = notesOf(winner, others[0], [...fitting, ...inClass]);
  if (winner) {
    const unasked = inClass.filter(
      ({ ingress }) => ingress !== winner.ingress || winner.match !== undefined,
    );
    const spare = unasked.map(({ ingress }): Lost => ({
      route: ingress.ref,
      code: 'default-backend-not-needed',
      params: {},
    }));
    const backend = backendOf(winner.backend, winner.ingress, services);
    return { request, route: refOf(winner), ...served(backend), lost: [...lost, ...spare], notes };
  }
  const [first, ...later] = inClass;
  if (first === undefined) {
    const reason = { code: 'no-ingress-matches', params: {} } as const;
    return { request, backends: [], status: 404, reason, lost, notes };
  }
  const winning = first.ingress;
  const newer = later.map(({ ingress }): Lost => ({
    route: ingress.ref,
    ...lostByAge(ingress, winning),
  }));
  const backend = backendOf(mapAt(winning.value, 'spec', 'defaultBackend'), winning, services);
  const tie: readonly Said<NoteCode>[] =
    later.length > 0 ? [{ code: 'ingress-tie-open', params: {} }] : [];
  return {
    request,
    route: winning.ref,
    ...served(backend),
    lost: [...newer, ...lost],
    notes: [...notes, ...tie],
  };
}

function outsideClass(
  { class: own }: { readonly class: string | undefined },
  wanted: string | undefined,
): Said<'other-class' | 'no-class'> | undefined {
  if (wanted === undefined || own === wanted) return undefined;
  return own === undefined
    ? { code: 'no-class', params: {} }
    : { code: 'other-class', params: { class: own } };
}

function fitsPath({ path, type, match, regex }: IngressPath, requested: string): boolean {
  if (match === undefined) return true;
  if (regex) return regex.test(requested);
  return type === 'Exact' ? path === requested : fitsPrefix(path, requested);
}

function refOf({ ingress, rule, match }: IngressPath): RouteRef {
  return { ...ingress.ref, rule, ...(match !== undefined && { match }) };
}

function hostRank({ host }: IngressPath): number {
  return host === '' ? 0 : isWildcard(host) ? 1 : 2;
}

/** A final slash is ignored in a Prefix path, so it makes none longer; ingress-nginx orders expressions by their text. */
function length({ path, match, regex }: IngressPath): number {
  if (match === undefined) return -1;
  return regex ? path.length : withoutSlash(path).length;
}

function compare(one: IngressPath, other: IngressPath): number {
  return (
    hostRank(other) - hostRank(one) ||
    length(other) - length(one) ||
    exactness(other) - exactness(one) ||
    compareAge(one.ingress, other.ingress) ||
    one.rule - other.rule ||
    (one.match ?? 0) - (other.match ?? 0)
  );
}

function exactness({ type, regex }: IngressPath): number {
  return type === 'Exact' && !regex ? 1 : 0;
}

function lostTo(winner: IngressPath | undefined, path: IngressPath): Lost {
  const route = refOf(path);
  if (winner === undefined) return { route, code: 'later-rule', params: { winner: 0 } };
  if (hostRank(path) < hostRank(winner)) {
    const params = { own: path.host || '*', winner: winner.host };
    return { route, code: 'less-specific-hostname', params };
  }
  const params = { own: path.path, winner: winner.path };
  if (length(path) < length(winner)) return { route, code: 'shorter-path', params };
  if (exactness(path) < exactness(winner)) return { route, code: 'not-exact-path', params };
  if (path.ingress !== winner.ingress) return { route, ...lostByAge(path.ingress, winner.ingress) };
  return { route, code: 'later-rule', params: { winner: winner.rule } };
}

function notesOf(
  winner: IngressPath | undefined,
  next: IngressPath | undefined,
  considered: readonly { readonly class: string | undefined }[],
): readonly Said<NoteCode>[] {
  const notes: Said<NoteCode>[] = [];
  const classes = new Set(considered.map((item) => item.class ?? '-'));
  if (classes.size > 1) {
    notes.push({ code: 'several-classes', params: { classes: [...classes].sort().join(', ') } });
  }
  if (winner?.regex) notes.push({ code: 'nginx-regex', params: {} });
  else if (winner?.type === 'ImplementationSpecific' && winner.match !== undefined) {
    notes.push({ code: 'implementation-specific-as-prefix', params: {} });
  }
  const isTie =
    winner && next && hostRank(winner) === hostRank(next) && length(winner) === length(next);
  if (isTie && exactness(winner) === exactness(next))
    notes.push({ code: 'ingress-tie-open', params: {} });
  return notes;
}

function served(backend: Backend | undefined): Pick<RouteAnswer, 'backends' | 'status' | 'reason'> {
  if (backend === undefined) {
    return { backends: [], status: 503, reason: { code: 'no-backends', params: {} } };
  }
  if (backend.problem === undefined) return { backends: [backend], status: 200 };
  const params = { namespace: backend.namespace, name: backend.name };
  return { backends: [backend], status: 503, reason: { code: 'service-missing', params } };
}

/** What a missing Service leads to is not written anywhere; without any Service in the input it is not asked. */
function backendOf(
  backend: JsonMap | undefined,
  { ref }: RoutingObject,
  services: ReadonlyMap<string, RoutingObject>,
): Backend | undefined {
  const resource = mapAt(backend, 'resource');
  const { namespace } = ref;
  if (resource) {
    const kind = textAt(resource, 'kind') ?? '';
    return { kind, namespace, name: textAt(resource, 'name') ?? '', weight: 1 };
  }
  const name = textAt(backend, 'service', 'name');
  if (name === undefined) return undefined;
  const port =
    numberAt(backend, 'service', 'port', 'number') ?? textAt(backend, 'service', 'port', 'name');
  const found: Backend = { namespace, name, ...(port !== undefined && { port }), weight: 1 };
  if (services.size === 0) return found;
  const service = services.get(`${namespace}/${name}`);
  if (service === undefined) {
    return { ...found, problem: { code: 'backend-not-found', params: { namespace, name } } };
  }
  const ports = listAt(service.value, 'spec', 'ports');
  const hasPort = ports.some(
    (one) => numberAt(one, 'port') === port || (port !== undefined && textAt(one, 'name') === port),
  );
  const params = { namespace, name, port: port ?? '' };
  return hasPort ? found : { ...found, problem: { code: 'backend-port-not-found', params } };
}
