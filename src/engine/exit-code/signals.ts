/**
 * Linux's signals by number, as amd64, arm64 and most others have them: include/uapi/asm-generic/signal.h,
 * what they do by default: signal(7). Numbers 32 and 33 belong to the C library.
 */
import type { SenderCode } from './types.ts';

/** `ends`, `core` (ends, with a core dump where that is allowed), or what does not end a process. */
export type Effect = 'ends' | 'core' | 'ignored' | 'stops' | 'continues';

export interface Signal {
  readonly number: number;
  readonly name: string;
  readonly effect: Effect;
  readonly sender: SenderCode;
}

const NAMED: readonly (readonly [name: string, effect: Effect, sender: SenderCode])[] = [
  ['SIGHUP', 'ends', 'from-hup'],
  ['SIGINT', 'ends', 'from-int'],
  ['SIGQUIT', 'core', 'from-quit'],
  ['SIGILL', 'core', 'from-ill'],
  ['SIGTRAP', 'core', 'from-trap'],
  ['SIGABRT', 'core', 'from-abort'],
  ['SIGBUS', 'core', 'from-bus'],
  ['SIGFPE', 'core', 'from-fpe'],
  ['SIGKILL', 'ends', 'from-kill'],
  ['SIGUSR1', 'ends', 'from-user'],
  ['SIGSEGV', 'core', 'from-segv'],
  ['SIGUSR2', 'ends', 'from-user'],
  ['SIGPIPE', 'ends', 'from-pipe'],
  ['SIGALRM', 'ends', 'from-timer'],
  ['SIGTERM', 'ends', 'from-term'],
  ['SIGSTKFLT', 'ends', 'from-other'],
  ['SIGCHLD', 'ignored', 'from-nobody'],
  ['SIGCONT', 'continues', 'from-nobody'],
  ['SIGSTOP', 'stops', 'from-nobody'],
  ['SIGTSTP', 'stops', 'from-nobody'],
  ['SIGTTIN', 'stops', 'from-nobody'],
  ['SIGTTOU', 'stops', 'from-nobody'],
  ['SIGURG', 'ignored', 'from-nobody'],
  ['SIGXCPU', 'core', 'from-limit'],
  ['SIGXFSZ', 'core', 'from-limit'],
  ['SIGVTALRM', 'ends', 'from-timer'],
  ['SIGPROF', 'ends', 'from-timer'],
  ['SIGWINCH', 'ignored', 'from-nobody'],
  ['SIGIO', 'ends', 'from-other'],
  ['SIGPWR', 'ends', 'from-other'],
  ['SIGSYS', 'core', 'from-sys'],
];

const FIRST_REALTIME = 34;
const LAST = 64;

const ALIASES: Readonly<Record<string, string>> = {
  IOT: 'ABRT',
  CLD: 'CHLD',
  POLL: 'IO',
  RTMIN: `RTMIN+0`,
  RTMAX: `RTMIN+${LAST - FIRST_REALTIME}`,
};

/** How Go, the C library and shells say that a signal ended a process. */
const SPOKEN: readonly (readonly [RegExp, number])[] = [
  [/\bkilled\b/i, 9],
  [/\bterminated\b/i, 15],
  [/\bsegmentation (?:fault|violation)\b/i, 11],
  [/\b(?:aborted|abort trap)\b/i, 6],
  [/\bbus error\b/i, 7],
  [/\billegal instruction\b/i, 4],
  [/\bfloating[- ]point exception\b/i, 8],
  [/\bbroken pipe\b/i, 13],
  [/\bbad system call\b/i, 31],
  [/\btrace\/breakpoint trap\b/i, 5],
  [/\bhangup\b/i, 1],
  [/\binterrupt\b/i, 2],
  [/\bquit\b/i, 3],
];

export function signalByNumber(number: number): Signal | undefined {
  const named = NAMED[number - 1];
  if (named) return { number, name: named[0], effect: named[1], sender: named[2] };
  if (number < FIRST_REALTIME || number > LAST || !Number.isInteger(number)) return undefined;
  const name = number === LAST ? 'SIGRTMAX' : `SIGRTMIN+${number - FIRST_REALTIME}`;
  return { number, name: name.replace(/\+0$/, ''), effect: 'ends', sender: 'from-other' };
}

/** `SIGTERM`, `TERM`, `sigterm`, `SIGRTMIN+3`. */
export function signalByName(text: string): Signal | undefined {
  const bare = text.toUpperCase().replace(/^SIG(?=.)/, '');
  const known = Object.hasOwn(ALIASES, bare) ? ALIASES[bare] : bare;
  const realtime = /^RTMIN\+(\d{1,2})$/.exec(known ?? '');
  if (realtime) return signalByNumber(FIRST_REALTIME + Number(realtime[1]));
  const index = NAMED.findIndex(([name]) => name === `SIG${known}`);
  return index === -1 ? undefined : signalByNumber(index + 1);
}

/** `signal: killed`, `Segmentation fault (core dumped)`. */
export function signalBySpeech(text: string): Signal | undefined {
  const spoken = SPOKEN.find(([words]) => words.test(text));
  return spoken && signalByNumber(spoken[1]);
}

/** The signal that an exit code above 128 stands for. */
export function signalOfExit(code: number): Signal | undefined {
  return code > 128 && code < 256 ? signalByNumber(code - 128) : undefined;
}
