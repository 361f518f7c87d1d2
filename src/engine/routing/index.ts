/** Which backend a request reaches through Ingress or Gateway API, and why. The only door. */
export { type FoundObjects, type RoutingKind, type RoutingObject, objectsIn } from './objects.ts';
export { checkObjects } from './refuse.ts';
export { type ReadRequests, type RequestExtras, parseUrl, readRequests } from './request.ts';
export {
  type CompileOptions,
  type Conversion,
  type ConvertOptions,
  type RouteOptions,
  type Routing,
  answerRoute,
  compileRouting,
  convert,
  convertInSlices,
} from './route.ts';
export type * from './types.ts';
export { printYaml } from './yaml.ts';
