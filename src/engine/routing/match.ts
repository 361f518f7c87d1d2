/**
 * Does a request fit one match of an HTTPRoute rule, and how much does that match ask for?
 * Upstream: HTTPRouteMatch, HTTPPathMatch, HTTPHeaderMatch, HTTPQueryParamMatch of gateway-api v1.7.0.
 * A regular expression has to fit the whole value, as with Envoy; the API leaves dialect and extent open.
 */
import type { JsonValue } from '../read/index.ts';
import { at, listAt, textAt } from './json.ts';
import { fitsPrefix } from './path.ts';
import { compileRegex, type Regex } from './regex.ts';
import { queryParams } from './request.ts';
import type { LostCode, RouteRequest, Said } from './types.ts';

export type PathMatchType = 'Exact' | 'PathPrefix' | 'RegularExpression';

interface NamedMatch {
  readonly name: string;
  readonly value: string;
  /** Null: an expression that is not understood. */
  readonly regex?: Regex | null;
}

export interface Match {
  readonly path: {
    readonly type: PathMatchType;
    readonly value: string;
    readonly regex?: Regex | null;
  };
  readonly method?: string;
  readonly headers: readonly NamedMatch[];
  readonly queryParams: readonly NamedMatch[];
}

/** "If no matches are specified, the default is a prefix path match on "/"". */
export function matchesOf(rule: JsonValue): readonly Match[] {
  const matches = listAt(rule, 'matches');
  return (matches.length === 0 ? [{}] : matches).map(matchOf);
}

function matchOf(match: JsonValue): Match {
  const path = at(match, 'path');
  const type = (textAt(path, 'type') ?? 'PathPrefix') as PathMatchType;
  const value = textAt(path, 'value') ?? '/';
  const method = textAt(match, 'method');
  return {
    path: { type, value, ...(type === 'RegularExpression' && { regex: regexOf(value) }) },
    ...(method !== undefined && { method }),
    headers: namedMatches(listAt(match, 'headers'), (name) => name.toLowerCase()),
    queryParams: namedMatches(listAt(match, 'queryParams'), (name) => name),
  };
}

/** "Only the first entry with an equivalent name MUST be considered for a match." */
function namedMatches(
  entries: readonly JsonValue[],
  keyOf: (name: string) => string,
): readonly NamedMatch[] {
  const found = new Map<string, NamedMatch>();
  for (const entry of entries) {
    const name = keyOf(textAt(entry, 'name') ?? '');
    const value = textAt(entry, 'value') ?? '';
    const isRegex = textAt(entry, 'type') === 'RegularExpression';
    if (!found.has(name))
      found.set(name, { name, value, ...(isRegex && { regex: regexOf(value) }) });
  }
  return [...found.values()];
}

function regexOf(pattern: string): Regex | null {
  return compileRegex(pattern, 'whole', false) ?? null;
}

/** Undefined where the request fits. */
export function misfit(match: Match, request: RouteRequest): Said<LostCode> | undefined {
  const { path, method, headers } = match;
  if (path.regex === null) return { code: 'regex-not-understood', params: { pattern: path.value } };
  if (!fitsPath(path, request.path))
    return { code: 'path-not-matching', params: { path: path.value } };
  if (method !== undefined && method !== request.method) {
    return { code: 'method-not-matching', params: { method } };
  }
  for (const wanted of headers) {
    const why = misfitOf(wanted, headerOf(request, wanted.name), 'header-not-matching');
    if (why) return why;
  }
  if (match.queryParams.length === 0) return undefined;
  const params = queryParams(request.query ?? '');
  for (const wanted of match.queryParams) {
    // "It is *recommended* that implementations should match against the first value of the param."
    const first = params.find(([name]) => name === wanted.name)?.[1];
    const why = misfitOf(wanted, first, 'query-not-matching');
    if (why) return why;
  }
  return undefined;
}

function fitsPath({ type, value, regex }: Match['path'], path: string): boolean {
  if (type === 'Exact') return path === value;
  return regex ? regex.test(path) : fitsPrefix(value, path);
}

/** Repeated headers are one list, RFC 9110 5.3. */
function headerOf({ headers }: RouteRequest, name: string): string | undefined {
  const values = headers.filter(([own]) => own.toLowerCase() === name).map(([, value]) => value);
  return values.length === 0 ? undefined : values.join(', ');
}

function misfitOf(
  { name, value, regex }: NamedMatch,
  found: string | undefined,
  code: LostCode,
): Said<LostCode> | undefined {
  if (regex === null) return { code: 'regex-not-understood', params: { pattern: value } };
  const fits = found !== undefined && (regex ? regex.test(found) : found === value);
  return fits ? undefined : { code, params: { name, value } };
}

/** A parameter that is asked for and stands in the request twice: data planes differ. */
export function repeatedParam(
  { queryParams: wanted }: Match,
  request: RouteRequest,
): string | undefined {
  const params = queryParams(request.query ?? '');
  return wanted.find(({ name }) => params.filter(([own]) => own === name).length > 1)?.name;
}
