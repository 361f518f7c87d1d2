/**
 * What exit codes mean. Only three rules are fixed: the kernel keeps the low eight bits (wait(2)), a process
 * ended by signal n is reported as 128+n (runtimes do as shells do), and shells and launchers keep 124 to 128
 * for themselves (POSIX sh, coreutils). The rest is custom: sysexits.h, Go, the JVM, what most tools do.
 */
import { signalOfExit } from './signals.ts';

export type CodeMeaning =
  | 'success'
  | 'general-error'
  | 'usage-error'
  | 'sysexits'
  | 'timed-out'
  | 'launcher-failed'
  | 'not-executable'
  | 'not-found'
  | 'code-128'
  | 'by-signal'
  | 'not-by-signal'
  | 'code-255'
  | 'own-code'
  | WindowsMeaning;

export type WindowsMeaning =
  | 'windows-access-violation'
  | 'windows-no-memory'
  | 'windows-bad-image'
  | 'windows-divide'
  | 'windows-stack-overflow'
  | 'windows-dll-missing'
  | 'windows-control-c'
  | 'windows-dll-init'
  | 'windows-heap'
  | 'windows-fail-fast'
  | 'windows-terminated'
  | 'windows-dotnet'
  | 'windows-cpp'
  | 'windows-other';

/** NTSTATUS values and the exceptions of two runtimes. */
const WINDOWS: ReadonlyMap<number, WindowsMeaning> = new Map([
  [0xc0000005, 'windows-access-violation'],
  [0xc0000017, 'windows-no-memory'],
  [0xc000007b, 'windows-bad-image'],
  [0xc0000094, 'windows-divide'],
  [0xc00000fd, 'windows-stack-overflow'],
  [0xc0000135, 'windows-dll-missing'],
  [0xc000013a, 'windows-control-c'],
  [0xc0000142, 'windows-dll-init'],
  [0xc0000374, 'windows-heap'],
  [0xc0000409, 'windows-fail-fast'],
  [0x40010004, 'windows-terminated'],
  [0xe0434352, 'windows-dotnet'],
  [0xe06d7363, 'windows-cpp'],
]);

/** Those that are worth a row of the catalogue. */
export const WINDOWS_ROWS: readonly number[] = [
  0xc0000005, 0xc00000fd, 0xc0000135, 0xc000013a, 0xc0000409, 0xe0434352,
];

const TWO_32 = 2 ** 32;

/** The 32 bits without sign: `-1073741510` and `3221225786` are the same code. */
export function unsigned(code: number): number {
  return ((code % TWO_32) + TWO_32) % TWO_32;
}

/** Whether a number is one that only Windows gives: NTSTATUS failures, exceptions, debugger codes. */
export function isWindows(code: number): boolean {
  const bits = unsigned(code);
  if (WINDOWS.has(bits)) return true;
  return code > -(2 ** 31) && code < TWO_32 && bits >= 0x80000000 && bits < 0xf0000000;
}

export function meaningOfCode(code: number): CodeMeaning {
  if (isWindows(code)) return WINDOWS.get(unsigned(code)) ?? 'windows-other';
  const fixed = FIXED[code];
  if (fixed) return fixed;
  const signal = signalOfExit(code);
  if (signal)
    return signal.effect === 'ends' || signal.effect === 'core' ? 'by-signal' : 'not-by-signal';
  return Object.hasOwn(SYSEXITS, code) ? 'sysexits' : 'own-code';
}

const FIXED: Readonly<Record<number, CodeMeaning>> = {
  0: 'success',
  1: 'general-error',
  2: 'usage-error',
  124: 'timed-out',
  125: 'launcher-failed',
  126: 'not-executable',
  127: 'not-found',
  128: 'code-128',
  255: 'code-255',
};

/** BSD's sysexits.h, used by mail programs and by languages that follow them. */
export const SYSEXITS: Readonly<Record<number, string>> = {
  64: 'EX_USAGE',
  65: 'EX_DATAERR',
  66: 'EX_NOINPUT',
  67: 'EX_NOUSER',
  68: 'EX_NOHOST',
  69: 'EX_UNAVAILABLE',
  70: 'EX_SOFTWARE',
  71: 'EX_OSERR',
  72: 'EX_OSFILE',
  73: 'EX_CANTCREAT',
  74: 'EX_IOERR',
  75: 'EX_TEMPFAIL',
  76: 'EX_PROTOCOL',
  77: 'EX_NOPERM',
  78: 'EX_CONFIG',
};
