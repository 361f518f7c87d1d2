/** The answer to one request as it is shown: what wins with its lines, and why each other candidate lost. */
import {
  answerRoute,
  type Backend,
  type Lost,
  type RouteAnswer,
  type RouteRequest,
  type Routing,
} from '../../engine/routing/index.ts';
import type { Tone } from '../../ui/editor.tsx';
import type { Pair } from '../../ui/messages.ts';
import { sentence } from '../../ui/sentences.ts';
import { type Place, type Places, short } from './places.ts';
import type { Stated } from './requests-text.ts';

export interface BackendView {
  readonly name: string;
  /** Empty for the only one. */
  readonly share: string;
  readonly weight: number;
  readonly problem?: Pair;
}

export interface LostView extends Place {
  readonly why: Pair;
}

export interface AnswerView {
  readonly request: string;
  /** In the text of the requests. */
  readonly line?: number;
  readonly tone: Tone;
  /** Backend or status, in a word. */
  readonly goal: string;
  readonly status: number;
  readonly listener?: Place;
  readonly route?: Place;
  readonly backends: readonly BackendView[];
  readonly reason?: Pair;
  readonly redirect?: string;
  readonly rewrite?: string;
  readonly filters: readonly string[];
  readonly notes: readonly Pair[];
  readonly lost: readonly LostView[];
  readonly lostMore: number;
}

/** Of all requests together, evenly; of each at least the nearest. */
const MOST_LOST = 80;
const NEAREST = 3;

export function* tellAll(
  stated: readonly Stated[],
  routing: Routing,
  className: string | undefined,
  refused: ReadonlySet<string>,
  places: Places,
): Generator<unknown, readonly AnswerView[]> {
  const room = Math.max(NEAREST, Math.floor(MOST_LOST / stated.length));
  const told: AnswerView[] = [];
  for (const { request, line } of stated) {
    const answer = answerRoute(routing, request, { className });
    const view = tell(answer, refused, places, room);
    told.push({ ...view, ...(line !== undefined && { line }) });
    yield told.length / stated.length;
  }
  return told;
}

function tell(
  answer: RouteAnswer,
  refused: ReadonlySet<string>,
  places: Places,
  room: number,
): AnswerView {
  const { request, status, route, listener, reason, redirect, rewrite } = answer;
  const isRefused =
    route !== undefined && refused.has(`${route.kind}/${route.namespace}/${route.name}`);
  const all = byHostOnce(answer.lost);
  const lost = all.slice(0, room);
  const backends = backendViews(answer.backends);
  return {
    request: requestText(request),
    tone: status >= 500 ? 'bad' : status >= 400 ? 'warn' : 'good',
    goal: goal(answer, backends),
    status,
    ...(listener !== undefined && { listener: places.ofListener(listener) }),
    ...(route && { route: places.ofRoute(route) }),
    backends,
    ...(reason && { reason: sentence(reason.code, reason.params) }),
    ...(redirect !== undefined && { redirect }),
    ...(rewrite && { rewrite: `${rewrite.host ?? ''}${rewrite.path ?? ''}` }),
    filters: (answer.filters ?? []).map((filter) => JSON.stringify(filter)),
    notes: [
      ...(isRefused ? [sentence('route-refused')] : []),
      ...answer.notes.map(({ code, params }) => sentence(code, params)),
    ],
    lost: lost.map(({ route: other, code, params }) => ({
      ...places.ofRoute(other, code),
      why: sentence(code, params),
    })),
    lostMore: all.length - lost.length + (answer.lostMore ?? 0),
  };
}

/** All paths of a rule lose by its host alike: once is enough. */
function byHostOnce(all: readonly Lost[]): readonly Lost[] {
  const seen = new Set<string>();
  return all.flatMap((lost): readonly Lost[] => {
    if (lost.code !== 'hostname-not-matching') return [lost];
    const { match: _, ...route } = lost.route;
    const key = `${route.kind}/${route.namespace}/${route.name}/${route.rule ?? ''}`;
    if (seen.has(key)) return [];
    seen.add(key);
    return [{ ...lost, route }];
  });
}

export function requestText({ method, host, path, query, scheme, headers }: RouteRequest): string {
  const address = `${scheme ? `${scheme}://` : ''}${host ?? ''}`;
  const url = `${address}${path}${query === undefined ? '' : `?${query}`}`;
  const asked = method === 'GET' ? url : `${method} ${url}`;
  return [asked, ...headers.map(([name, value]) => `${name}: ${value}`)].join(' · ');
}

function backendViews(backends: readonly Backend[]): readonly BackendView[] {
  const sum = backends.reduce((total, { weight }) => total + weight, 0);
  return backends.map(({ namespace, name, port, weight, problem }) => ({
    name: `${short(namespace, name)}${port === undefined ? '' : `:${port}`}`,
    share: backends.length > 1 && sum > 0 ? `${Math.round((100 * weight) / sum)}%` : '',
    weight,
    ...(problem && { problem: sentence(problem.code, problem.params) }),
  }));
}

function goal({ status, redirect }: RouteAnswer, backends: readonly BackendView[]): string {
  if (redirect !== undefined) return `${status} ${redirect}`;
  if (status !== 200) return String(status);
  return backends
    .filter(({ weight, problem }) => weight > 0 && problem === undefined)
    .map(({ name, share }) => (share === '' || share === '100%' ? name : `${name}=${share}`))
    .join(',');
}
