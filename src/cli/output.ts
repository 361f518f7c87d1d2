import type { Problem } from '../engine/problem.ts';
import { say } from '../ui/messages.ts';
import type { Io, Options } from './command.ts';
import { messages } from './messages.ts';

/** A problem with its place and its sentence, as JSON answers and standard error carry it. */
export interface SaidProblem extends Problem {
  readonly message: string;
  readonly file: string;
}

/** `file:line:column: message`, one a line, as compilers do. */
export function complainAll(problems: readonly SaidProblem[], io: Io): void {
  for (const { file, line, column, message } of problems) {
    io.complain(`${file}:${line}:${column}: ${message}\n`);
  }
}

/** The exit status: `found` is the answer in the form that `--expect` is compared with. */
export function exitStatus(found: string, problems: number, options: Options, io: Io): number {
  const { expect, lang } = options;
  if (expect !== undefined && expect !== found) {
    io.complain(`${say(messages.expected, lang, { expect, answer: found })}\n`);
    return 3;
  }
  return problems > 0 ? 1 : 0;
}

const CHUNK = 1_000_000;

export interface JsonReport {
  /** An item, or its JSON text. */
  readonly add: (item: object | string) => void;
  /** Prints the whole report: nothing has gone out before. `more` are the command's own keys. */
  readonly print: (problems: readonly SaidProblem[], more?: object) => void;
}

/** Holds a report as the bytes that will be printed: of ten thousand Pods the objects would be too large. */
export function jsonReport(io: Io, kind: string): JsonReport {
  const chunks: Uint8Array[] = [];
  let text = `${JSON.stringify({ apiVersion: 'livenotes/v1', kind }).slice(0, -1)},"items":[`;
  let comma = '';
  return {
    add(item) {
      text += comma + (typeof item === 'string' ? item : JSON.stringify(item));
      comma = ',';
      if (text.length < CHUNK) return;
      chunks.push(Buffer.from(text));
      text = '';
    },
    print(problems, more = {}) {
      for (const chunk of chunks) io.print(chunk);
      io.print(`${text}],${JSON.stringify({ problems, ...more }).slice(1)}\n`);
    },
  };
}

/** One long name must not widen the rows of all the others. */
const WIDEST = 100;

/** Columns as wide as their widest cell, three spaces apart, as kubectl prints them. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [at, cell] of row.entries()) {
      widths[at] = Math.max(widths[at] ?? 0, Math.min(width(cell), WIDEST));
    }
  }
  return rows
    .map((row) => row.map((cell, at) => pad(cell, widths[at] ?? 0)).join('   '))
    .map((line) => `${line.trimEnd()}\n`)
    .join('');
}

const BOLD = '\u001b[1m';
const PLAIN = '\u001b[0m';

export function bold(text: string, colour: boolean): string {
  return colour ? BOLD + text + PLAIN : text;
}

function pad(cell: string, to: number): string {
  return cell + ' '.repeat(Math.max(0, to - width(cell)));
}

/** Terminals draw Chinese characters and full-width punctuation two cells wide. */
function width(text: string): number {
  return [...text].reduce((sum, character) => {
    return (
      sum +
      (/[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/.test(
        character,
      )
        ? 2
        : 1)
    );
  }, 0);
}
