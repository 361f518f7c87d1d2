/**
 * What the filters of a rule do to the address: HTTPRequestRedirectFilter, HTTPURLRewriteFilter and
 * HTTPPathModifier of gateway-api v1.7.0. The other filters are shown as they are written. The query of a
 * redirected request is kept: the text does not say, the proxies do so.
 */
import type { JsonValue } from '../read/index.ts';
import { nameOf } from './host.ts';
import { isMap, type JsonMap, listAt, mapAt, numberAt, textAt } from './json.ts';
import type { Listener } from './listeners.ts';
import { replacePrefix } from './path.ts';
import type { Rewrite, RouteRequest } from './types.ts';

export interface Filtered {
  readonly filters: readonly object[];
  readonly redirect?: { readonly status: number; readonly location: string };
  readonly rewrite?: Rewrite;
}

const WELL_KNOWN: Readonly<Record<string, number>> = { http: 80, https: 443 };

/** `prefix`: the path of the match that took the request, if that was a prefix. */
export function filter(
  rule: JsonValue,
  request: RouteRequest,
  listener: Listener,
  prefix: string | undefined,
): Filtered {
  const filters = listAt(rule, 'filters').filter(isMap);
  const ofType = (type: string, field: string) =>
    filters
      .map((one) => (textAt(one, 'type') === type ? mapAt(one, field) : undefined))
      .find(isMap);
  const redirect = ofType('RequestRedirect', 'requestRedirect');
  const rewrite = ofType('URLRewrite', 'urlRewrite');
  return {
    filters,
    ...(redirect && {
      redirect: {
        status: numberAt(redirect, 'statusCode') ?? 302,
        location: locationOf(redirect, request, listener, prefix),
      },
    }),
    ...(rewrite && { rewrite: rewriteOf(rewrite, request, prefix) }),
  };
}

/** "The redirect port MUST be derived using the following rules" (HTTPRequestRedirectFilter.Port). */
function locationOf(
  redirect: JsonMap,
  request: RouteRequest,
  listener: Listener,
  prefix: string | undefined,
): string {
  const stated = textAt(redirect, 'scheme');
  const scheme = stated ?? (listener.protocol === 'HTTPS' ? 'https' : 'http');
  const wellKnown = stated === undefined ? undefined : WELL_KNOWN[stated];
  const port = numberAt(redirect, 'port') ?? wellKnown ?? listener.port;
  const host = textAt(redirect, 'hostname') ?? (nameOf(request.host ?? '') || '<address>');
  const path = modified(mapAt(redirect, 'path'), request.path, prefix) ?? request.path;
  const query = request.query === undefined ? '' : `?${request.query}`;
  return `${scheme}://${host}${port === WELL_KNOWN[scheme] ? '' : `:${port}`}${path}${query}`;
}

function rewriteOf(rewrite: JsonMap, request: RouteRequest, prefix: string | undefined): Rewrite {
  const host = textAt(rewrite, 'hostname');
  const path = modified(mapAt(rewrite, 'path'), request.path, prefix);
  return { ...(host !== undefined && { host }), ...(path !== undefined && { path }) };
}

function modified(
  modifier: JsonMap | undefined,
  path: string,
  prefix: string | undefined,
): string | undefined {
  const type = textAt(modifier, 'type');
  if (type === 'ReplaceFullPath') return textAt(modifier, 'replaceFullPath') || '/';
  if (type !== 'ReplacePrefixMatch' || prefix === undefined) return undefined;
  return replacePrefix(path, prefix, textAt(modifier, 'replacePrefixMatch') ?? '');
}
