/**
 * Cuts a pasted text at its lines into what can be read one by one, so that one broken object does not
 * take the rest along: JSON values, YAML documents, tables of Events, the output of `kubectl describe`.
 */

export interface Part {
  readonly kind: 'json' | 'yaml' | 'events' | 'describe';
  readonly start: number;
  readonly end: number;
}

/** What a line is by its beginning. `other` goes on with what is open. */
type Line = Part['kind'] | 'separator' | 'noise' | 'blank' | 'header' | 'other';

/** Parts in the order of the text; blank ones are left out. */
export function* partsOf(text: string): Generator<Part> {
  let open: { readonly kind: Part['kind']; readonly start: number } | undefined;
  let filled = false;
  for (let at = 0; at < text.length; at = nextLine(text, at)) {
    const line = lineAt(text, at);
    if (line === 'blank') continue;
    if (open !== undefined && !startsPart(line, open.kind)) {
      filled = true;
      continue;
    }
    if (open !== undefined && filled) yield { ...open, end: at };
    open = line === 'noise' ? undefined : { kind: OPENS[line], start: at };
    filled = line !== 'separator';
  }
  if (open !== undefined && filled) yield { ...open, end: text.length };
}

const OPENS = {
  json: 'json',
  yaml: 'yaml',
  events: 'events',
  describe: 'describe',
  separator: 'yaml',
  header: 'events',
  other: 'yaml',
} as const satisfies Record<Exclude<Line, 'noise' | 'blank'>, Part['kind']>;

function startsPart(line: Line, open: Part['kind']): boolean {
  if (line === 'events') return open !== 'events' && open !== 'describe';
  if (line === 'yaml') return open !== 'yaml';
  return line === 'json' || line === 'separator' || line === 'noise' || line === 'describe';
}

function nextLine(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end === -1 ? text.length : end + 1;
}

const BLANK = /[ \t\r]*(?:\n|$)/y;
const SEPARATOR = /---[ \t\r]*(?:#.*)?(?:\n|$)/y;
/** A prompt with a command, a fence of Markdown. */
const NOISE = /(?:[^\s{}"':]{0,80}[$#%>][ \t]*)?kubectl[ \t]|```/y;
const DESCRIBE = /Name:[ \t]+\S/y;
const EVENTS = /Events:[ \t\r]*(?:\n|$)|(?:NAMESPACE[ \t]+)?LAST SEEN[ \t]/y;
const HEADER = /[ \t]*Type[ \t]+Reason[ \t]+Age[ \t]/y;
/** A key of YAML: without the quotes of JSON, without the capital letter of `kubectl describe`. */
const KEY = /[a-z_][\w./-]{0,80}:(?:\s|$)|- /y;

function lineAt(text: string, at: number): Line {
  const first = text.charAt(at);
  if (first === '{') return 'json';
  if (matches(BLANK, text, at)) return 'blank';
  if (matches(HEADER, text, at)) return 'header';
  if (first === '-' && matches(SEPARATOR, text, at)) return 'separator';
  if (matches(NOISE, text, at)) return 'noise';
  if (matches(DESCRIBE, text, at)) return 'describe';
  if (matches(EVENTS, text, at)) return 'events';
  return matches(KEY, text, at) ? 'yaml' : 'other';
}

function matches(pattern: RegExp, text: string, at: number): boolean {
  pattern.lastIndex = at;
  return pattern.test(text);
}
