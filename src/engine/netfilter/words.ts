/** Splits a line as iptables-restore does: blanks part words, double quotes hold them together. */

/**
 * The words of one line, column by column: a dump of 50,000 rules has a million words, and an object for
 * each would cost more time than all the rest. `split` fills the same one again for every line.
 */
export class Words {
  /** Without its quotes, escapes resolved. */
  readonly text: string[] = [];
  readonly quoted: boolean[] = [];
  readonly start: number[] = [];
  readonly end: number[] = [];
  count = 0;

  /** Answers with the column of a quote that nothing closes, or -1. */
  split(line: string, from: number, to: number): number {
    this.count = 0;
    let at = from;
    while (at < to) {
      const code = line.charCodeAt(at);
      if (code === BLANK || code === TAB) {
        at++;
        continue;
      }
      const start = at;
      // A single quote is the shell's: saved text has it inside double quotes only.
      if (code === DOUBLE || (code === SINGLE && line.indexOf("'", at + 1) !== -1)) {
        const end = closing(line, at, to, code);
        if (end === -1) return at;
        const inside = line.slice(at + 1, end);
        const text =
          code === DOUBLE && inside.includes('\\') ? inside.replace(/\\(.)/g, '$1') : inside;
        at = end + 1;
        this.#add(text, true, start, at);
      } else {
        for (let next = code; at < to && next !== BLANK && next !== TAB;) {
          next = line.charCodeAt(++at);
        }
        this.#add(line.slice(start, at), false, start, at);
      }
    }
    return -1;
  }

  /** Undefined behind the last word. */
  at(index: number): string | undefined {
    return index < this.count ? this.text[index] : undefined;
  }

  #add(text: string, quoted: boolean, start: number, end: number): void {
    const at = this.count++;
    this.text[at] = text;
    this.quoted[at] = quoted;
    this.start[at] = start;
    this.end[at] = end;
  }
}

const BLANK = 32;
const TAB = 9;
const DOUBLE = 34;
const SINGLE = 39;
const BACKSLASH = 92;

function closing(line: string, start: number, to: number, quote: number): number {
  for (let at = start + 1; at < to; at++) {
    const code = line.charCodeAt(at);
    if (code === BACKSLASH && quote === DOUBLE) at++;
    else if (code === quote) return at;
  }
  return -1;
}
