/**
 * What the reader typed, kept for this tab so that a reload or a followed link loses nothing.
 * Storage may be missing, full or forbidden (sandboxed frames): then the page simply has no memory.
 */
import type { Pairs } from './state.ts';

const PREFIX = 'livenotes:draft:';
/** Characters; browsers hold about five million for a whole site. */
const LIMIT = 2_000_000;

export interface Draft {
  readonly pairs: Pairs;
  /** The widget's part of the address when this was kept: another one there means a newer link. */
  readonly address: string;
}

/** Whether there is something to read at all. */
export function hasDraft(key: string): boolean {
  try {
    return sessionStorage.getItem(PREFIX + key) !== null;
  } catch {
    return false;
  }
}

export function readDraft(key: string): Draft | undefined {
  try {
    const found: unknown = JSON.parse(sessionStorage.getItem(PREFIX + key) ?? 'null');
    if (!isRecord(found) || !isRecord(found['pairs'])) return undefined;
    const pairs = Object.entries(found['pairs']).filter(
      (pair): pair is [string, string] => typeof pair[1] === 'string',
    );
    return { pairs: Object.fromEntries(pairs), address: String(found['address']) };
  } catch {
    return undefined;
  }
}

/** Whether it was too long to keep. */
export function writeDraft(key: string, draft: Draft | undefined): boolean {
  const tooLong = draft !== undefined && lengthOf(draft.pairs) > LIMIT;
  try {
    // First of all, since a draft that does not fit must not leave an older one behind.
    sessionStorage.removeItem(PREFIX + key);
    if (draft && !tooLong) sessionStorage.setItem(PREFIX + key, JSON.stringify(draft));
  } catch {
    // Without storage the text still stands in the editor.
  }
  return tooLong;
}

function lengthOf(pairs: Pairs): number {
  return Object.values(pairs).reduce((sum, text) => sum + text.length, 0);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
