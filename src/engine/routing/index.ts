/** Which backend a request reaches through Ingress or Gateway API, and why. The only door. */
export { type FoundObjects, type RoutingKind, type RoutingObject, objectsIn } from './objects.ts';
export { type ReadRequests, type RequestExtras, parseUrl, readRequests } from './request.ts';
export { type RouteOptions, type Routing, answerRoute, compileRouting } from './route.ts';
export type * from './types.ts';
