/**
 * The reader's requests: one a line, written as for curl (`[METHOD] URL [-H 'name: value']…`, `-X METHOD`), or the
 * JSON or YAML list that `livenotes route --requests` takes.
 */
import { parseUrl, readRequests, type RouteRequest } from '../../engine/routing/index.ts';
import { type Finding, problemFinding } from '../../ui/finding.ts';

export interface Stated {
  readonly request: RouteRequest;
  /** Absent in a list. */
  readonly line?: number;
}

export interface ReadLines {
  readonly stated: readonly Stated[];
  readonly problems: readonly Finding[];
  /** How many more there are than are asked. */
  readonly more: number;
}

export const MOST_REQUESTS = 1_000;
const MOST_PROBLEMS = 20;

export function readRequestText(text: string): ReadLines {
  const isList = /^\s*(?:\[|\{|- )/.test(text);
  const { stated, problems } = isList ? listed(text) : lined(text);
  return {
    stated: stated.slice(0, MOST_REQUESTS),
    problems: problems.slice(0, MOST_PROBLEMS),
    more: Math.max(0, stated.length - MOST_REQUESTS),
  };
}

function listed(text: string) {
  const { requests, problems } = readRequests(text);
  return {
    stated: requests.map((request): Stated => ({ request })),
    problems: problems.map(problemFinding),
  };
}

function lined(text: string) {
  const stated: Stated[] = [];
  const problems: Finding[] = [];
  for (const [index, row] of text.split('\n').entries()) {
    const written = row.trim();
    if (written === '' || written.startsWith('#')) continue;
    const request = requestOf(written);
    const line = index + 1;
    if (!('code' in request)) stated.push({ request, line });
    else problems.push(problemFinding({ ...request, path: '', line, column: 1 }));
  }
  return { stated, problems };
}

const WORD = /"((?:[^"\\]|\\.)*)"|'([^']*)'|(\S+)/g;
const METHOD = /^[A-Z]{3,20}$/;
const HEADER: ReadonlySet<string> = new Set(['-H', '--header']);
const VERB: ReadonlySet<string> = new Set(['-X', '--request']);

function requestOf(line: string): ReturnType<typeof parseUrl> {
  const words = [...line.matchAll(WORD)].map(
    ([, double, single, plain]) => double?.replace(/\\(.)/g, '$1') ?? single ?? plain ?? '',
  );
  const headers: string[] = [];
  const urls: string[] = [];
  let method = 'GET';
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    if (HEADER.has(word)) headers.push(words[++at] ?? '');
    else if (VERB.has(word)) method = words[++at] ?? method;
    else if (METHOD.test(word)) method = word;
    else if (!word.startsWith('-') && word !== 'curl') urls.push(word);
  }
  const [url] = urls;
  // Two addresses are no address: better to say so than to ask half of the line.
  if (url === undefined || urls.length > 1) {
    return { code: 'bad-url', params: { text: line.slice(0, 200) } };
  }
  return parseUrl(url, { method, headers });
}
