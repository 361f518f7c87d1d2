/** Where a request goes: to a Gateway's listener, or to whatever serves the Ingresses. */
import { runToEnd } from '../run-to-end.ts';
import { referentsOf, servicesOf } from './backends.ts';
import { answerGateway, compileHttpRoutes, type HttpRoutes } from './http-route.ts';
import { answerIngress, compileIngresses, type Ingresses } from './ingress.ts';
import { type Classes, classesOf, classOf } from './ingress-class.ts';
import { compareConversion } from './compare.ts';
import { convertIngresses } from './convert.ts';
import type { JsonMap } from './json.ts';
import { compileGateways } from './listeners.ts';
import type { RoutingObject } from './objects.ts';
import { nameKey } from './order.ts';
import { isUnnormalised } from './path.ts';
import type { Difference, Lost, Missing, RouteAnswer, RouteRequest } from './types.ts';

/** Objects looked through once, for any number of requests. */
export interface Routing {
  readonly http: HttpRoutes;
  readonly ingresses: Ingresses;
  readonly classes: Classes;
  readonly hasIngress: boolean;
}

export interface CompileOptions {
  /** Where there is no Service at all, those that are named are taken to be there, behind HTTPRoutes too. */
  readonly lenient?: boolean;
}

export function compileRouting(
  objects: readonly RoutingObject[],
  { lenient = false }: CompileOptions = {},
): Routing {
  const referents = referentsOf(objects, lenient);
  const classes = classesOf(objects);
  return {
    http: compileHttpRoutes(compileGateways(objects), referents),
    ingresses: compileIngresses(objects, classes, servicesOf(objects)),
    classes,
    hasIngress: objects.some(({ kind }) => kind === 'Ingress'),
  };
}

export interface RouteOptions {
  /** Only Ingresses of this class; requests that name no Gateway then go to them. */
  readonly className?: string | undefined;
}

export function answerRoute(
  routing: Routing,
  request: RouteRequest,
  options: RouteOptions = {},
): RouteAnswer {
  const answer = nearest(answerAt(routing, request, options));
  const isOdd = isUnnormalised(request.path) && answer.reason?.code !== 'no-gateway';
  if (!isOdd) return answer;
  return { ...answer, notes: [...answer.notes, { code: 'path-not-normalised', params: {} }] };
}

/** More than anybody reads; those that failed by their host are the first to go. */
const MOST_LOST = 200;

function nearest(answer: RouteAnswer): RouteAnswer {
  const { lost } = answer;
  if (lost.length <= MOST_LOST) return answer;
  const isFar = ({ code }: Lost) => code === 'hostname-not-matching' || code === 'other-gateway';
  const told = [...lost.filter((one) => !isFar(one)), ...lost.filter(isFar)].slice(0, MOST_LOST);
  return { ...answer, lost: told, lostMore: lost.length - told.length };
}

function answerAt(
  routing: Routing,
  request: RouteRequest,
  { className }: RouteOptions,
): RouteAnswer {
  const { http, ingresses, hasIngress } = routing;
  if (request.gateway !== undefined) {
    const wanted = request.gateway.includes('/') ? request.gateway : `default/${request.gateway}`;
    const named = http.gateways.find((gateway) => nameKey(gateway) === wanted);
    if (named) return answerGateway(http, named, request);
    const params = { gateway: wanted };
    return without(request, { code: 'gateway-not-found', params });
  }
  const toIngress = () => answerIngress(ingresses, request, className);
  if (className !== undefined || http.gateways.length === 0) {
    return hasIngress ? toIngress() : without(request, { code: 'no-gateway', params: {} });
  }
  // Each Gateway has an address of its own. Where the request names none, the first that has an answer is taken.
  const answers = http.gateways.map((gateway) => ({
    gateway,
    answer: answerGateway(http, gateway, request),
  }));
  const found = answers.find(({ answer }) => answer.route !== undefined);
  const isOnly = answers.length === 1 && !hasIngress;
  if (!found && hasIngress) {
    const answer = toIngress();
    if (answer.route) return answer;
  }
  const chosen = found ?? answers[0];
  if (chosen === undefined || isOnly) return chosen?.answer ?? toIngress();
  const note = { code: 'gateway-assumed', params: { gateway: nameKey(chosen.gateway) } } as const;
  return { ...chosen.answer, notes: [note, ...chosen.answer.notes] };
}

function without(request: RouteRequest, reason: NonNullable<RouteAnswer['reason']>): RouteAnswer {
  return { request, backends: [], status: 404, reason, lost: [], notes: [] };
}

export interface Conversion {
  /** Gateways, HTTPRoutes, ReferenceGrants, ready to be printed. */
  readonly objects: readonly JsonMap[];
  readonly missing: readonly Missing[];
  /** How many requests both sides were asked. */
  readonly compared: number;
  readonly differences: readonly Difference[];
}

export interface ConvertOptions extends RouteOptions {
  /** Asked of both sides beside the generated ones. */
  readonly requests?: readonly RouteRequest[];
}

/** What the Ingresses become as Gateway API, class by class, with the proof. */
export function convert(
  objects: readonly RoutingObject[],
  routing: Routing,
  options: ConvertOptions = {},
): Conversion {
  return runToEnd(convertInSlices(objects, routing, options));
}

/** The same, yielding between slices of the comparison. */
export function* convertInSlices(
  objects: readonly RoutingObject[],
  { ingresses, classes }: Routing,
  { className, requests = [] }: ConvertOptions = {},
): Generator<void, Conversion> {
  const all = objects
    .filter(({ kind }) => kind === 'Ingress')
    .map((ingress) => ({ ingress, class: classOf(ingress, classes) }))
    .filter((one) => className === undefined || one.class === className);
  const whole: Whole = { objects: [], missing: [], compared: 0, differences: [] };
  for (const name of new Set(all.map((one) => one.class))) {
    const own = all.filter((one) => one.class === name);
    const converted = convertIngresses(own, ingresses);
    const proof = yield* compareConversion(ingresses, name, converted.objects, objects, requests);
    whole.objects.push(...converted.objects);
    whole.missing.push(...converted.missing);
    whole.compared += proof.compared;
    whole.differences.push(...proof.differences);
  }
  return whole;
}

interface Whole extends Conversion {
  readonly objects: JsonMap[];
  readonly missing: Missing[];
  compared: number;
  readonly differences: Difference[];
}
