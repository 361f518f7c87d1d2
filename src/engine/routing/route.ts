/** Where a request goes: to a Gateway's listener, or to whatever serves the Ingresses. */
import { referentsOf } from './backends.ts';
import { answerGateway, compileHttpRoutes, type HttpRoutes } from './http-route.ts';
import { answerIngress, compileIngresses, type Ingresses } from './ingress.ts';
import { type Classes, classesOf } from './ingress-class.ts';
import { compileGateways } from './listeners.ts';
import type { RoutingObject } from './objects.ts';
import { nameKey } from './order.ts';
import { isUnnormalised } from './path.ts';
import type { RouteAnswer, RouteRequest } from './types.ts';

/** Objects looked through once, for any number of requests. */
export interface Routing {
  readonly http: HttpRoutes;
  readonly ingresses: Ingresses;
  readonly classes: Classes;
  readonly hasIngress: boolean;
}

export function compileRouting(objects: readonly RoutingObject[]): Routing {
  const referents = referentsOf(objects);
  const classes = classesOf(objects);
  return {
    http: compileHttpRoutes(compileGateways(objects), referents),
    ingresses: compileIngresses(objects, classes, referents.services),
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
  const answer = answerAt(routing, request, options);
  const isOdd = isUnnormalised(request.path) && answer.reason?.code !== 'no-gateway';
  if (!isOdd) return answer;
  return { ...answer, notes: [...answer.notes, { code: 'path-not-normalised', params: {} }] };
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
