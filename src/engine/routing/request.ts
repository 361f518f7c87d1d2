/** Requests from a reader's text: URLs, or a JSON or YAML list of them. */
import { lineIndex } from '../pod/index.ts';
import type { Problem } from '../problem.ts';
import { type JsonValue, readDocuments, toJson } from '../read/index.ts';
import type { SourceNode } from '../source.ts';
import { type JsonMap, at, isMap, numberAt, textAt } from './json.ts';
import type { InputCode, RouteRequest, Scheme } from './types.ts';

/** What the command line adds to each URL. */
export interface RequestExtras {
  readonly method?: string;
  /** `name: value` each. */
  readonly headers?: readonly string[];
}

/** `http://foo.com:8080/path?query`, `foo.com/path` or `/path`. */
export function parseUrl(
  text: string,
  extras: RequestExtras = {},
): RouteRequest | { readonly code: InputCode; readonly params: Problem['params'] } {
  const parts =
    /^(?:([A-Za-z][A-Za-z0-9+.-]*):\/\/)?([^/?#\s]*)([^?#]*)(?:\?([^#]*))?(?:#.*)?$/.exec(text);
  const scheme = parts?.[1]?.toLowerCase();
  const host = parts?.[2]?.replace(/^[^@]*@/, '') ?? '';
  const isRequest = parts !== null && (host !== '' || (parts[3] ?? '').startsWith('/'));
  if (!isRequest || (scheme !== undefined && scheme !== 'http' && scheme !== 'https')) {
    return { code: 'bad-url', params: { text: text.slice(0, 200) } };
  }
  const headers: (readonly [string, string])[] = [];
  for (const header of extras.headers ?? []) {
    const pair = readHeader(header);
    if (pair === undefined) return { code: 'bad-header', params: { text: header.slice(0, 200) } };
    headers.push(pair);
  }
  const port = /:(\d{1,5})$/.exec(host)?.[1];
  const [, , , path, query] = parts;
  return {
    ...withHost(host || undefined, headers),
    path: path || '/',
    ...(query !== undefined && { query }),
    method: extras.method ?? 'GET',
    ...(scheme !== undefined && { scheme: scheme as Scheme }),
    ...(port !== undefined && { port: Number(port) }),
  };
}

export interface ReadRequests {
  readonly requests: readonly RouteRequest[];
  readonly problems: readonly Problem[];
}

const MOST_PROBLEMS = 100;

/** A list of `{host, path, method, headers, query, scheme, port, gateway, listener, sni}`. */
export function readRequests(text: string): ReadRequests {
  const requests: RouteRequest[] = [];
  const problems: Problem[] = [];
  const place = lineIndex(text);
  const found = (code: InputCode, node: SourceNode, path: string, params: Problem['params']) => {
    if (problems.length < MOST_PROBLEMS)
      problems.push({ code, path, params, ...place(node.start) });
  };
  for (const document of readDocuments(text)) {
    if ('problem' in document) {
      problems.push(document.problem);
      break;
    }
    const { node } = document;
    for (const [index, item] of (node.kind === 'list' ? node.items : [node]).entries()) {
      const value = toJson(item);
      if (typeof value === 'string') {
        const request = parseUrl(value);
        if ('code' in request) found(request.code, item, `[${index}]`, request.params);
        else requests.push(request);
      } else if (!isMap(value)) found('not-an-object', item, `[${index}]`, { found: item.kind });
      else {
        const wrong = FIELDS.find(([field, fits]) => !fits(at(value, field) ?? null))?.[0];
        if (wrong === undefined) requests.push(requestOf(value));
        else found('request-field', item, `[${index}].${wrong}`, { field: wrong });
      }
    }
  }
  if (requests.length === 0 && problems.length === 0) {
    problems.push({ code: 'empty-input', path: '', params: {}, line: 1, column: 1 });
  }
  return { requests, problems };
}

type Fits = (value: JsonValue) => boolean;
const isText: Fits = (value) => value === null || typeof value === 'string';
const isPort: Fits = (value) =>
  value === null ||
  (typeof value === 'number' && Number.isInteger(value) && value > 0 && value < 65536);
const isPairs: Fits = (value) =>
  value === null || isMap(value) || (Array.isArray(value) && value.every((item) => isMap(item)));

const FIELDS: readonly (readonly [string, Fits])[] = [
  ['host', isText],
  ['path', isText],
  ['method', isText],
  ['query', (value) => isText(value) || isMap(value)],
  ['headers', isPairs],
  ['scheme', (value) => value === null || value === 'http' || value === 'https'],
  ['port', isPort],
  ['gateway', isText],
  ['listener', isText],
  ['sni', isText],
];

function requestOf(value: JsonMap): RouteRequest {
  const [path = '', ...behind] = (textAt(value, 'path') ?? '').split('?');
  const query = queryOf(at(value, 'query')) ?? (behind.length > 0 ? behind.join('?') : undefined);
  const scheme = textAt(value, 'scheme') as Scheme | undefined;
  const port = numberAt(value, 'port');
  const gateway = textAt(value, 'gateway');
  const listener = textAt(value, 'listener');
  const sni = textAt(value, 'sni');
  return {
    ...withHost(textAt(value, 'host') || undefined, headersOf(at(value, 'headers'))),
    path: path.startsWith('/') ? path : `/${path}`,
    ...(query !== undefined && { query }),
    method: textAt(value, 'method') || 'GET',
    ...(scheme !== undefined && { scheme }),
    ...(port !== undefined && { port }),
    ...(gateway !== undefined && { gateway }),
    ...(listener !== undefined && { listener }),
    ...(sni !== undefined && { sni }),
  };
}

/** A Host header counts where no host is named. */
function withHost(
  host: string | undefined,
  headers: readonly (readonly [string, string])[],
): Pick<RouteRequest, 'host' | 'headers'> {
  const isHost = ([name]: readonly [string, string]) => name.toLowerCase() === 'host';
  const stated = host ?? headers.find(isHost)?.[1];
  const rest = headers.filter((header) => !isHost(header));
  return { ...(stated !== undefined && { host: stated }), headers: rest };
}

function headersOf(value: JsonValue | undefined): readonly (readonly [string, string])[] {
  if (Array.isArray(value)) {
    return (value as readonly JsonValue[]).map((item) => [
      textAt(item, 'name') ?? '',
      textAt(item, 'value') ?? '',
    ]);
  }
  if (!isMap(value)) return [];
  return Object.entries(value).flatMap(([name, one]) =>
    (Array.isArray(one) ? (one as readonly JsonValue[]) : [one]).map(
      (each): readonly [string, string] => [name, scalar(each)],
    ),
  );
}

function queryOf(value: JsonValue | undefined): string | undefined {
  if (typeof value === 'string') return value;
  if (!isMap(value)) return undefined;
  return Object.entries(value)
    .map(([name, one]) => `${encodeURIComponent(name)}=${encodeURIComponent(scalar(one))}`)
    .join('&');
}

function scalar(value: JsonValue): string {
  return typeof value === 'object' ? '' : String(value);
}

function readHeader(text: string): readonly [string, string] | undefined {
  const match = /^([^\s:]+)\s*[:=]\s*(.*)$/.exec(text);
  return match ? [match[1] ?? '', (match[2] ?? '').trim()] : undefined;
}

/** The parameters of a query in order, decoded. */
export function queryParams(query: string): readonly (readonly [name: string, value: string])[] {
  return query
    .split('&')
    .filter((part) => part !== '')
    .map((part) => {
      const sign = part.indexOf('=');
      const [name, value] = sign === -1 ? [part, ''] : [part.slice(0, sign), part.slice(sign + 1)];
      return [decode(name), decode(value)];
    });
}

function decode(text: string): string {
  const spaced = text.replaceAll('+', ' ');
  try {
    return decodeURIComponent(spaced);
  } catch {
    return spaced;
  }
}
