/**
 * Where a widget's input is kept: in the address, as far as it fits, and in the tab's draft. Several
 * widgets share one address; each touches only its own parts.
 */
import { readDraft, writeDraft } from './draft.ts';
import type { Pair } from './messages.ts';
import { ownParts, type Pairs, readState, writeState } from './state.ts';

export interface Place {
  readonly keys: readonly string[];
  readonly prefix: string;
  /** Ends with `#` and the id of the widget's element. */
  readonly draftKey: string;
}

/** What was left here: of a link that is newer than the draft, else of the draft. */
export async function recall(place: Place): Promise<Pairs> {
  const { keys, prefix, draftKey } = place;
  const draft = readDraft(draftKey);
  if (draft?.address === addressOf(place)) return draft.pairs;
  const linked = await readAddress(place);
  if (Object.keys(linked).length > 0) return linked;
  return draft?.pairs ?? (await readState(location.search, keys, prefix));
}

/** What the address says, nothing when it says nothing about this widget. */
export async function readAddress({ keys, prefix }: Place): Promise<Pairs> {
  return readState(location.hash, keys, prefix);
}

const forgotten: Pair = [
  '超过 200 万个字符：刷新或离开后不会保留，请先下载',
  'Over 2 million characters: not kept when you reload or leave. Download it first',
];

/** Keeps the draft only, at once: for a page that is going away. Answers with what to tell the reader. */
export function keepDraft(place: Place, pairs: Pairs | undefined): Pair | undefined {
  const { draftKey } = place;
  const tooLong = writeDraft(draftKey, pairs && { pairs, address: addressOf(place) });
  if (tooLong) unkept.add(draftKey);
  else unkept.delete(draftKey);
  // Only while it says something: a page with this listener is slower to come back to.
  if (unkept.size > 0) addEventListener('beforeunload', askFirst);
  else removeEventListener('beforeunload', askFirst);
  return tooLong ? forgotten : undefined;
}

/** Drafts that leaving the page would lose. */
const unkept = new Set<string>();

function askFirst(event: Event): void {
  event.preventDefault();
}

/**
 * Keeps the pairs (undefined: nothing to keep). `current` says whether they are still the latest.
 * Answers with what to tell the reader.
 */
export async function remember(
  place: Place,
  pairs: Pairs | undefined,
  current: () => boolean,
): Promise<Pair | undefined> {
  const said = keepDraft(place, pairs);
  await writeAddress(place, pairs, current);
  return current() ? said : undefined;
}

async function writeAddress(
  place: Place,
  pairs: Pairs | undefined,
  current: () => boolean,
): Promise<void> {
  const before = addressOf(place);
  // Too long for a link: then the address must not go on telling of an earlier text.
  const own = (await writeState(pairs ?? {}, place.prefix)) ?? '';
  if (own === before || !current()) return;
  const { others } = ownParts(location.hash, place.keys, place.prefix);
  const fragment = [own, ...others].filter((part) => part !== '').join('&');
  try {
    const address = fragment === '' ? location.pathname + location.search : `#${fragment}`;
    history.replaceState(history.state, '', address);
    keepDraft(place, pairs);
  } catch {
    // Some frames forbid it; the share button still makes a link.
  }
}

function addressOf({ keys, prefix }: Place): string {
  return ownParts(location.hash, keys, prefix).own.join('&');
}
