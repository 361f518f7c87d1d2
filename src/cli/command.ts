import type { Gate } from '../engine/versions.ts';
import type { Lang, Pair } from '../ui/messages.ts';

/** The outside world as a command sees it. */
export interface Io {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Standard output is a terminal: colour may be used. */
  readonly terminal: boolean;
  /** UTF-8 where it is bytes. */
  readonly print: (text: string | Uint8Array) => void;
  readonly complain: (text: string) => void;
}

export interface Source {
  /** As a problem names it; `-` for standard input. */
  readonly name: string;
  readonly text: string;
}

export interface Options {
  readonly lang: Lang;
  readonly json: boolean;
  readonly colour: boolean;
  readonly gates: Readonly<Partial<Record<Gate, boolean>>>;
  readonly expect: string | undefined;
  /** What stood behind the command: file names, or values for `quantity`. */
  readonly operands: readonly string[];
  /** `-f FILE`, repeatable. */
  readonly files: readonly string[];
  /** The command's own options. */
  readonly own: Readonly<Record<string, string | undefined>>;
  /** Those that may be given several times, in order. */
  readonly lists: Readonly<Record<string, readonly string[]>>;
}

export interface Command {
  readonly name: string;
  readonly usage: string;
  readonly about: Pair;
  /** `kind` of its JSON answer. */
  readonly report: string;
  /** Names of its own options, each of which takes a value. */
  readonly own: readonly string[];
  /** Names of those that take a value and may be repeated. */
  readonly lists?: readonly string[];
  /** Names of those that take none: `own[name]` is then set or not. */
  readonly flags?: readonly string[];
  /** Gives the exit status: 0 answered, 1 problems in the input, 3 `--expect` not met. */
  readonly run: (options: Options, io: Io) => number;
}
