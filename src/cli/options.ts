import { readFileSync } from 'node:fs';
import { isatty } from 'node:tty';
import { parseArgs } from 'node:util';
import { positionAt } from '../engine/source.ts';
import { GATES_1_37, type Gate } from '../engine/versions.ts';
import { type Lang, type Pair, say } from '../ui/messages.ts';
import type { Command, Io, Options, Source } from './command.ts';
import { messages } from './messages.ts';
import type { SaidProblem } from './output.ts';

/** The command line itself is wrong: exit status 2. */
export class UsageError extends Error {
  readonly pair: Pair;
  readonly params: Readonly<Record<string, string>>;
  constructor(pair: Pair, params: Readonly<Record<string, string>> = {}) {
    super(pair[1]);
    this.pair = pair;
    this.params = params;
  }
}

/** A file that cannot be read as text: exit status 1, with the place. */
export class InputError extends Error {
  readonly problem: Omit<SaidProblem, 'message'>;
  readonly pair: Pair;
  constructor(pair: Pair, problem: Omit<SaidProblem, 'message'>) {
    super(pair[1]);
    this.pair = pair;
    this.problem = problem;
  }
}

/** `--lang`, else the locale that the shell states. */
export function languageOf(args: readonly string[], env: Io['env']): Lang {
  const at = args.indexOf('--lang');
  const stated = at === -1 ? args.find((arg) => arg.startsWith('--lang='))?.slice(7) : args[at + 1];
  if (stated === 'zh' || stated === 'en') return stated;
  return /^zh/i.test(env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || '') ? 'zh' : 'en';
}

export function parseCommon(
  command: Command,
  args: readonly string[],
  lang: Lang,
  io: Io,
): Options {
  const { values, positionals } = parse(command, args);
  const output = one(values['output']) ?? 'text';
  if (output !== 'text' && output !== 'json') throw new UsageError(messages.badOutput, { output });
  const stated = one(values['lang']);
  if (stated !== undefined && stated !== 'zh' && stated !== 'en') {
    throw new UsageError(messages.badLang, { lang: stated });
  }
  const version = one(values['kubernetes']);
  if (version !== undefined && !/^v?1\.37(\.\d+)?$/.test(version)) {
    throw new UsageError(messages.badVersion, { version });
  }
  return {
    lang,
    json: output === 'json',
    colour: io.terminal && !io.env['NO_COLOR'],
    gates: gatesOf(one(values['feature-gates']) ?? '', lang, io),
    expect: one(values['expect']),
    operands: positionals,
    files: (values['filename'] as string[] | undefined) ?? [],
    own: Object.fromEntries([
      ...command.own.map((name) => [name, one(values[name])]),
      ...(command.flags ?? []).map((name) => [name, values[name] === true ? name : undefined]),
    ]),
    lists: Object.fromEntries(
      (command.lists ?? []).map((name) => [name, (values[name] as string[] | undefined) ?? []]),
    ),
  };
}

/** The named inputs in order; standard input when none is named. */
export function sources(names: readonly string[]): Source[] {
  return (names.length === 0 ? ['-'] : names).map((name) => ({ name, text: textOf(name) }));
}

function textOf(name: string): string {
  // Asking process.stdin instead would make the pipe non-blocking, and reading it at once would fail.
  if (name === '-' && isatty(STDIN)) throw new UsageError(messages.noInput);
  try {
    return decode(readFileSync(name === '-' ? STDIN : name), name);
  } catch (error) {
    if (error instanceof InputError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    throw new UsageError(messages.unreadable, { name, why: code ?? String(error) });
  }
}

/** A byte order mark stays: kubectl sees it too. */
function decode(bytes: Uint8Array, file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    const lossy = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
    const place = positionAt(lossy, lossy.indexOf('\ufffd'));
    throw new InputError(messages.notUtf8, {
      code: 'not-utf8',
      path: '',
      params: {},
      file,
      ...place,
    });
  }
}

const STDIN = 0;

function parse(command: Command, args: readonly string[]) {
  const own = Object.fromEntries<{ type: 'string' | 'boolean'; multiple?: true }>([
    ...command.own.map((name) => [name, { type: 'string' }] as const),
    ...(command.lists ?? []).map((name) => [name, { type: 'string', multiple: true }] as const),
    ...(command.flags ?? []).map((name) => [name, { type: 'boolean' }] as const),
  ]);
  // A negative value is an operand, not an option.
  const negative = (arg: string) => /^-[\d.]/.test(arg);
  const operands = args.filter(negative);
  try {
    const { values, positionals } = parseArgs({
      args: args.filter((arg) => !negative(arg)),
      allowPositionals: true,
      options: {
        output: { type: 'string', short: 'o' },
        lang: { type: 'string' },
        filename: { type: 'string', short: 'f', multiple: true },
        kubernetes: { type: 'string' },
        'feature-gates': { type: 'string' },
        expect: { type: 'string' },
        ...own,
      },
    });
    const kept = [...positionals, ...operands].sort((a, b) => args.indexOf(a) - args.indexOf(b));
    return { values: values as Record<string, unknown>, positionals: kept };
  } catch (error) {
    throw new UsageError(messages.badUsage, {
      why: (error as Error).message,
      usage: command.usage,
    });
  }
}

function one(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** A gate that no answer depends on is noted, so that a cluster's own list can be given as it is. */
function gatesOf(text: string, lang: Lang, io: Io): Partial<Record<Gate, boolean>> {
  const gates: Partial<Record<Gate, boolean>> = {};
  for (const part of text.split(',').filter((item) => item !== '')) {
    const [name = '', value] = part.split('=');
    if (!/^(true|false)$/i.test(value ?? ''))
      throw new UsageError(messages.badGate, { gate: part });
    if (Object.hasOwn(GATES_1_37, name)) gates[name as Gate] = value?.toLowerCase() === 'true';
    else io.complain(`${say(messages.gateUnused, lang, { gate: name })}\n`);
  }
  return gates;
}
