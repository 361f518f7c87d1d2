/** A text as lines with their depth. JSON and YAML in braces on one line are laid out as they would be in many. */

export interface Line {
  /** 1-based, in the reader's text. */
  readonly number: number;
  readonly indent: number;
  /** Without what stands around it, and without the dash of a list item. */
  readonly text: string;
  /** Begins an item of a list. */
  readonly starts: boolean;
}

/** Whatever lies further down is noise for this reader: a state has ten lines. */
const MOST_LINES = 20_000;
const LONGEST_LINE = 20_000;
// biome-ignore lint/suspicious/noControlCharactersInRegex: terminals put colours around words
const COLOURS = /\u001b\[[0-9;]*m/g;

export function linesOf(text: string): { readonly lines: readonly Line[]; readonly cut: boolean } {
  const lines: Line[] = [];
  let number = 0;
  let cut = false;
  for (let start = 0; start <= text.length;) {
    if (lines.length >= MOST_LINES) return { lines, cut: true };
    const newline = text.indexOf('\n', start);
    const end = newline === -1 ? text.length : newline;
    if (end - start > LONGEST_LINE) cut = true;
    const raw = text.slice(start, Math.min(end, start + LONGEST_LINE)).replace(COLOURS, '');
    start = end + 1;
    number++;
    addLine(lines, number, raw);
  }
  return { lines, cut };
}

const FLOW = /^(?:- *)*(?:"?[A-Za-z][\w -]*"?\s*:\s*)?(?:[{[]\s*)+[^\s{[]/;

function addLine(lines: Line[], number: number, raw: string): void {
  let text = raw.trim();
  if (text === '') return;
  const indent = raw.length - raw.trimStart().length;
  if (!FLOW.test(text)) {
    let dashes = 0;
    while (/^- +\S/.test(text)) {
      const rest = text.slice(1).trimStart();
      dashes += text.length - rest.length;
      text = rest;
    }
    const starts = dashes > 0 || text === '{';
    lines.push({ number, indent: indent + dashes, text, starts });
    return;
  }
  let depth = 0;
  let before = '';
  for (const piece of pieces(text)) {
    if (piece === '}' || piece === ']') depth--;
    else if (piece !== '[') {
      const isBrace = piece === '{';
      // An object without a key is one of a list: whatever follows belongs to a new item.
      const starts = isBrace && !before.endsWith(':');
      if (!isBrace || starts)
        lines.push({ number, indent: indent + 2 * depth, text: piece, starts });
    }
    if (piece === '{' || piece === '[') depth++;
    before = piece;
  }
}

/** Cuts at braces and commas that stand outside quotes. */
function* pieces(text: string): Generator<string> {
  let from = 0;
  let quote = '';
  for (let at = 0; at <= text.length; at++) {
    const character = text[at] ?? '';
    if (quote !== '') {
      if (character === '\\' && quote === '"') at++;
      else if (character === quote) quote = '';
      if (at < text.length) continue;
    }
    if (character === '"' || character === "'") {
      quote = character;
      continue;
    }
    if (character !== '' && !'{}[],'.includes(character)) continue;
    const piece = text.slice(from, at).trim();
    if (piece !== '') yield piece;
    if (character !== '' && character !== ',') yield character;
    from = at + 1;
  }
}
