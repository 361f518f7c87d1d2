/** Reads what people type or copy from a sentence: `137`, `SIGTERM`, `signal 9`, `exit status 2`, `Init:OOMKilled`. */
import { type Found, wholeNumber } from './found.ts';
import { reasonsNamed } from './reasons.ts';
import { type Signal, signalByName, signalByNumber, signalBySpeech } from './signals.ts';

/** Words that may stand beside a number without making it a number of something else. */
const FILLER =
  /^(?:exit(?:ed|s)?|codes?|status|with|and|or|the|an?|is|was|reason|state|signals?|by|of|in|on|error|退出码|信号|原因|和|是|的)$/i;
const EXIT =
  /(?:\bexit(?:ed)?(?:[\s_-]*(?:with|status|code))*|退出码|退出状态|\brc)\s*[:=(（：]?\s*([-−]?\d+|0x[0-9a-f]+)/gi;
const KILL = /\bkill\s+-(?:s\s+)?([A-Za-z]+[+\d]*|\d+)(?:\s+\d+)*/gi;
const SIGNAL = /(?:\bsignal|信号)\s*[:=#(（：]?\s*(?:number\s+)?([A-Za-z]+[+\d]*|\d+)/gi;

/** What the kubelet writes into the messages of these reasons. */
const SAID: readonly (readonly [RegExp, string])[] = [
  [/back-off \S+ restarting failed container/i, 'CrashLoopBackOff'],
  [/back-off pulling image/i, 'ImagePullBackOff'],
];

/** Everything that is known in one line; nothing when there is nothing. */
export function readWords(line: number, text: string): readonly Found[] {
  const found: Found[] = [];
  let rest = text;
  const take = (pattern: RegExp, read: (value: string) => Partial<Found> | undefined) => {
    rest = rest.replace(pattern, (whole, value: string) => {
      const part = read(value);
      if (part) found.push({ line, ...part });
      return part ? ' ' : whole;
    });
  };
  take(EXIT, (value) => asExit(value));
  const asSignal = (value: string) => signalPart(anySignal(value), {});
  take(KILL, asSignal);
  take(SIGNAL, asSignal);
  for (const [pattern, reason] of SAID) {
    if (pattern.test(text)) return [{ line, reason, message: text }];
  }
  take(/\b(seccomp killed)\b/gi, (value) => ({ reason: value.toLowerCase() }));
  const tokens = rest.split(/[\s,，、;；()（）"'`“”]+/).filter((token) => token !== '');
  const known = tokens.map((token) => wordOf(token, tokens.length === 1));
  found.push(...known.flatMap((word) => (word ? [{ line, ...word }] : [])));
  if (found.length === 0) {
    const signal = tokens.length < 6 ? signalBySpeech(rest) : undefined;
    if (signal) found.push({ line, signal: signal.number });
  }
  const isAboutNumbers = tokens.every(
    (token, index) => known[index] || wholeNumber(token) !== undefined || FILLER.test(token),
  );
  const numbers = isAboutNumbers ? tokens.flatMap((token) => wholeNumber(token) ?? []) : [];
  const isAlone = tokens.length === 1 && found.length === 0;
  found.push(...numbers.map((exitCode) => ({ line, exitCode, ...(isAlone && { bare: true }) })));
  return joined(found);
}

function asExit(value: string): Partial<Found> | undefined {
  const exitCode = wholeNumber(value);
  return exitCode === undefined ? undefined : { exitCode };
}

/** A reason, a signal's name, `-9` behind kill, or what STATUS makes of a state without a reason. */
function wordOf(token: string, isAlone: boolean): Partial<Found> | undefined {
  const [, init, word = ''] = /^(Init:)?(.*?)[.。:：!?]*$/i.exec(token) ?? [];
  const prefix = init === undefined ? {} : { init: true };
  const [, code] = /^ExitCode:(-?\d+)$/i.exec(word) ?? [];
  if (code !== undefined) return { ...prefix, exitCode: Number(code) };
  const [, number] = /^Signal:(\d+)$/i.exec(word) ?? [];
  if (number !== undefined) return signalPart(signalByNumber(Number(number)), prefix);
  if (isReason(word, isAlone || init !== undefined)) return { ...prefix, reason: word };
  if (/^-?SIG[A-Z]|^-?[A-Z]{2,}\d?$/.test(word)) {
    return signalPart(signalByName(word.replace(/^-/, '')), prefix);
  }
  return /^sig[a-z]/.test(word) ? signalPart(signalByName(word), prefix) : undefined;
}

/** In a sentence, `error` and `terminated` are words like any other. */
function isReason(word: string, isAlone: boolean): boolean {
  const [entry] = reasonsNamed(word);
  if (!entry) return false;
  return isAlone || word === entry.word || !/^[A-Z][a-z]+$/.test(entry.word);
}

function anySignal(text: string): Signal | undefined {
  return signalByNumber(Number(text)) ?? signalByName(text) ?? signalBySpeech(text);
}

function signalPart(
  signal: Signal | undefined,
  prefix: Partial<Found>,
): Partial<Found> | undefined {
  return signal && { ...prefix, signal: signal.number };
}

/** `OOMKilled 137` and `exit code 137 (SIGKILL)` are one thing, three codes in a row are three. */
function joined(found: readonly Found[]): readonly Found[] {
  const codes = found.filter(({ exitCode }) => exitCode !== undefined);
  const reasons = found.filter(({ reason }) => reason !== undefined);
  const signals = found.filter(({ signal }) => signal !== undefined);
  if (codes.length > 1 || reasons.length > 1 || signals.length > 1) return found;
  const [code] = codes;
  const [signal] = signals;
  const fits = !code || !signal || code.exitCode === 128 + (signal.signal ?? 0);
  return fits && found.length > 1 ? [Object.assign({}, ...found) as Found] : found;
}
