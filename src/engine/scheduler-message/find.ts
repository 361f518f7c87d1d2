/** Finds messages in what a reader pastes: `kubectl describe`, Events, YAML, JSON, or the message alone. */

export interface Found {
  readonly line: number;
  readonly text: string;
}

const START = /\d+\/\d+ nodes are available|no nodes available to schedule pods/;
/** A line with a message of its own. */
const AGAIN = /^\s*\d+\/\d+ nodes/;
/** A line that starts something of its own: a key of YAML, a row of a table. */
const OWN = /^\s*(?:-\s+)?(?:[\w.-]+:(?:\s|$)|(?:Normal|Warning)\s|[{}[\]])/;

export function messagesIn(text: string, most: number): readonly Found[] {
  const lines = text.split('\n');
  const found: Found[] = [];
  for (let index = 0; index < lines.length && found.length < most; index++) {
    const line = lines[index] ?? '';
    const start = START.exec(line)?.index;
    if (start === undefined) continue;
    const parts = [line.slice(start)];
    // kubectl folds long strings of YAML, terminals fold anything.
    for (let next = index + 1; next < lines.length && parts.length < MOST_LINES; next++) {
      const more = lines[next] ?? '';
      if (!goesOn(parts.at(-1) ?? '', more, line)) break;
      parts.push(more);
      index = next;
    }
    found.push({
      line: index - parts.length + 2,
      text: cleaned(parts.map((part) => part.trim()).join(' ')),
    });
  }
  return found;
}

const MOST_LINES = 40;

function goesOn(last: string, more: string, first: string): boolean {
  if (/^\s*preemption:/.test(more)) return true;
  if (more.trim() === '' || OWN.test(more) || AGAIN.test(more)) return false;
  if (/["'],?\s*$/.test(last) && /^\s*["']?\w+["']?:/.test(first)) return false;
  const indent = /^\s*/.exec(more)?.[0].length ?? 0;
  const base = /^\s*/.exec(first)?.[0].length ?? 0;
  return indent > base || !/[.'"]\s*$/.test(last);
}

function cleaned(text: string): string {
  return text
    .replace(/[\r\t ]+/g, ' ')
    .replace(/\\"/g, '"')
    .replace(/\\u0026/g, '&')
    .replace(/''/g, "'")
    .replace(/(?:["'],?|",\s*"\w+":.*)\s*\}*,?\s*$/, (end) => (/^"$/.test(end) ? end : ''))
    .trim();
}
