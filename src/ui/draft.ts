/**
 * What the reader typed, kept for this tab so that a reload or a followed link loses nothing.
 * Storage may be missing, full or forbidden (sandboxed frames): then the page simply has no memory.
 */
const PREFIX = 'livenotes:draft:';

export function readDraft(key: string): Record<string, string> | undefined {
  try {
    const found: unknown = JSON.parse(sessionStorage.getItem(PREFIX + key) ?? 'null');
    if (typeof found !== 'object' || found === null) return undefined;
    return Object.fromEntries(
      Object.entries(found).filter((pair): pair is [string, string] => typeof pair[1] === 'string'),
    );
  } catch {
    return undefined;
  }
}

export function writeDraft(key: string, pairs: Readonly<Record<string, string>> | undefined): void {
  try {
    if (pairs === undefined) sessionStorage.removeItem(PREFIX + key);
    else sessionStorage.setItem(PREFIX + key, JSON.stringify(pairs));
  } catch {
    // Without storage the text still stands in the editor.
  }
}
