/**
 * From what was found to what it means. A reason outweighs the code beside it where it says that nobody saw the
 * process end: the kubelet writes 137 (convertToAPIContainerStatuses in pkg/kubelet/kubelet_pods.go,
 * TerminatePod in pkg/kubelet/status/status_manager.go, v1.37.2), containerd 128 and 255.
 */
import type { Params } from '../problem.ts';
import { isWindows, meaningOfCode, SYSEXITS, unsigned } from './codes.ts';
import type { Found } from './found.ts';
import { lookAt } from './look.ts';
import type { Meaning } from './meaning.ts';
import { noteOfMessage } from './message.ts';
import { type ReasonEntry, reasonsNamed } from './reasons.ts';
import { type Signal, signalByNumber, signalOfExit } from './signals.ts';
import type { ColumnCode, ExitItem, LookCode, NextCode, NoteCode, Place, Said } from './types.ts';

/** One item for each place in which the word may stand; none when nothing of it is known. */
export function explain(found: Found): readonly ExitItem[] {
  const entries = entriesFor(found);
  const code = codeOf(found);
  if (entries.length > 0) return entries.map((entry) => itemOf(found, code, entry));
  return code === undefined ? [] : [itemOf(found, code, undefined)];
}

interface Code {
  /** What the object shows. */
  readonly shown: number;
  readonly signal: Signal | undefined;
}

function codeOf({ exitCode, signal }: Found): Code | undefined {
  const given = signal === undefined ? undefined : signalByNumber(signal);
  if (exitCode === undefined) return given && { shown: 128 + given.number, signal: given };
  const shown = isWindows(exitCode) ? exitCode : exitCode & 0xff;
  return { shown, signal: given ?? signalOfExit(shown) };
}

function entriesFor({ reason, kind, exitCode, signal }: Found): readonly ReasonEntry[] {
  const entries = reasonsNamed(reason ?? '');
  const place = (kind ?? (exitCode ?? signal) === undefined) ? kind : 'terminated';
  const here = entries.filter((entry) => entry.place === (place ?? entry.place));
  return here.length > 0 ? here : entries;
}

function itemOf(found: Found, code: Code | undefined, entry: ReasonEntry | undefined): ExitItem {
  const meaning = meaningOf(code?.shown, entry);
  const place = entry?.place ?? found.kind ?? 'terminated';
  const signal = entry && MADE_UP.has(meaning) ? undefined : deadly(code?.signal);
  const { line, container, field, reason } = found;
  return {
    line,
    ...(container !== undefined && { container }),
    ...(field !== undefined && { field }),
    ...(code && { exitCode: code.shown }),
    ...(signal && { signal: signal.name }),
    ...(reason !== undefined && {
      reason: entry?.word === 'OutOf…' ? reason : (entry?.word ?? reason),
    }),
    name: signal?.name ?? meaning,
    meaning: { code: meaning, params: paramsOf(code, reason) },
    notes: notesOf(found, code, entry, meaning),
    ...(signal && { sender: signal.sender }),
    place,
    path: pathOf(place, found, entry !== undefined),
    column: columnOf(found, entry),
    next: nextOf(found, code, entry),
    look: lookAt(entry?.look ?? looksOf(code), container),
    source: entry?.source ?? '',
    rows: rowsOf(found, code, entry),
  };
}

/** Written by the kubelet or the runtime: no process ended this way. */
const MADE_UP: ReadonlySet<string> = new Set([
  'lost-by-kubelet',
  'lost-by-runtime',
  'restarted-all',
  'start-failed',
] satisfies Meaning[]);

function deadly(signal: Signal | undefined): Signal | undefined {
  return signal?.effect === 'ends' || signal?.effect === 'core' ? signal : undefined;
}

function meaningOf(code: number | undefined, entry: ReasonEntry | undefined): Meaning {
  if (!entry) return meaningOfCode(code ?? 0);
  if (code === undefined) return entry.meaning;
  if (entry.meaning === 'oom-killed' && code !== 137)
    return code === 0 ? 'oom-of-child' : 'oom-own-code';
  if (entry.meaning === 'failed') return code === 137 ? 'killed-not-oom' : meaningOfCode(code);
  return entry.meaning;
}

function paramsOf(code: Code | undefined, reason: string | undefined): Params {
  const shown = code?.shown;
  return {
    ...(shown !== undefined && { code: shown, hex: hex(shown), name: SYSEXITS[shown] ?? '' }),
    ...(code?.signal && { signal: code.signal.name, number: code.signal.number }),
    ...(reason !== undefined && { reason: reason.slice(0, 80) }),
  };
}

function hex(code: number): string {
  return `0x${unsigned(code).toString(16).toUpperCase().padStart(8, '0')}`;
}

function notesOf(
  found: Found,
  code: Code | undefined,
  entry: ReasonEntry | undefined,
  meaning: Meaning,
): readonly Said<NoteCode>[] {
  const notes: Said<NoteCode>[] = [];
  const note = (noted: NoteCode, params: Params = {}) => notes.push({ code: noted, params });
  const { exitCode: written, message } = found;
  const told = noteOfMessage(entry?.meaning ?? '', message);
  if (told) notes.push(told);
  if (found.init) note('note-init');
  if (entry?.meaning === 'start-failed') note('note-no-start');
  if (meaning === 'killed-not-oom') note('note-oom-late');
  if (written !== undefined && isWindows(written)) note('note-hex', { written, hex: hex(written) });
  else if (written !== undefined && written !== code?.shown) {
    note('note-low-byte', { written, kept: code?.shown ?? 0 });
  }
  if (written === -1) note('note-crio-minus-one');
  if (written === 3 && !entry) note('note-jvm-3');
  const meant = found.bare && written !== undefined ? signalByNumber(written) : undefined;
  if (meant) note('note-also-signal', { signal: meant.name, code: 128 + meant.number });
  const signal = entry && MADE_UP.has(meaning) ? undefined : deadly(code?.signal);
  if (signal?.name === 'SIGKILL' && !entry) note('note-137');
  if (signal?.name === 'SIGTERM') note('note-143');
  else if (signal && signal.name !== 'SIGKILL') note('note-pid1', { signal: signal.name });
  if (signal && !entry) note('note-shell', { signal: signal.name, code: code?.shown ?? 0 });
  if (found.signalField) note('note-signal-field');
  if (found.field === 'lastState') note('note-last-state');
  return notes;
}

function pathOf(
  place: Place,
  { field, list = 'containerStatuses' }: Found,
  isReason: boolean,
): string {
  if (place === 'pod') return 'status.reason';
  if (place === 'printed' || place === 'log') return '';
  const state = place === 'terminated' ? (field ?? 'state') : 'state';
  return `status.${list}[*].${state}.${place}.${isReason ? 'reason' : 'exitCode'}`;
}

function columnOf({ field }: Found, entry: ReasonEntry | undefined): ColumnCode {
  if (field === 'lastState') return 'column-last';
  return entry?.column ?? 'column-reason-only';
}

function nextOf(
  { field }: Found,
  code: Code | undefined,
  entry: ReasonEntry | undefined,
): readonly NextCode[] {
  // Of an earlier run: what came next is what the container does now.
  if (field === 'lastState') return [];
  if (code?.shown === 0 && (!entry || entry.place === 'terminated')) return ['next-after-zero'];
  return entry?.next ?? ['next-after-failure'];
}

function looksOf(code: Code | undefined): readonly LookCode[] {
  const { shown = 1, signal } = code ?? {};
  if (shown === 0) return ['look-logs'];
  if (shown === 137) return ['look-states', 'look-events', 'look-kernel'];
  if (shown === 143) return ['look-events', 'look-last-logs'];
  if (shown >= 125 && shown <= 128) return ['look-last-logs', 'look-shell'];
  return signal?.effect === 'core'
    ? ['look-last-logs', 'look-kernel']
    : ['look-last-logs', 'look-states'];
}

function rowsOf(
  found: Found,
  code: Code | undefined,
  entry: ReasonEntry | undefined,
): readonly string[] {
  const rows: string[] = [];
  if (entry) rows.push(`${entry.place}-${entry.word}`);
  if (code && (found.exitCode !== undefined || code.signal)) {
    const { shown } = code;
    const number = isWindows(shown) ? unsigned(shown) : shown;
    rows.push(Object.hasOwn(SYSEXITS, shown) ? 'exit-64–78' : `exit-${number}`);
  }
  return rows;
}
