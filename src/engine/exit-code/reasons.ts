/** Every reason word that a container's state or a Pod's status can carry in Kubernetes v1.37.2, and near ones. */
import { CONTAINER_REASONS } from './container-reasons.ts';
import { POD_REASONS } from './pod-reasons.ts';
import type { ReasonMeaning, ReasonRow } from './reason-row.ts';
import type { ColumnCode, LookCode, NextCode, Place } from './types.ts';

export interface ReasonEntry {
  readonly word: string;
  readonly place: Place;
  readonly meaning: ReasonMeaning;
  readonly source: string;
  readonly column: ColumnCode;
  readonly next: readonly NextCode[];
  readonly look: readonly LookCode[];
}

/** What most of a place have in common. */
const USUAL: Readonly<Record<Place, Pick<ReasonEntry, 'column' | 'next' | 'look'>>> = {
  waiting: { column: 'column-status', next: ['next-each-sync'], look: ['look-describe'] },
  terminated: { column: 'column-status', next: ['next-after-failure'], look: ['look-last-logs'] },
  pod: {
    column: 'column-pod-reason',
    next: ['next-pod-over'],
    look: ['look-describe', 'look-node'],
  },
  printed: { column: 'column-printed', next: ['next-nothing'], look: ['look-states'] },
  log: { column: 'column-none', next: ['next-each-sync'], look: ['look-events', 'look-kubelet'] },
};

const ROWS: readonly ReasonRow[] = [...CONTAINER_REASONS, ...POD_REASONS];

export const REASONS: readonly ReasonEntry[] = ROWS.map(
  ([word, place, meaning, source, more]): ReasonEntry => ({
    word,
    place,
    meaning,
    source,
    ...USUAL[place],
    ...more,
  }),
);

/** What is known of a word; of several places where it may stand in more than one. */
export function reasonsNamed(text: string): readonly ReasonEntry[] {
  const exact = REASONS.filter(({ word }) => word === text);
  if (exact.length > 0) return exact;
  const lower = text.toLowerCase();
  const loose = REASONS.filter(({ word }) => word.toLowerCase() === lower);
  if (loose.length > 0) return loose;
  return isExtendedResource(text) ? REASONS.filter(({ word }) => word === 'OutOf…') : [];
}

/** `OutOfnvidia.com/gpu`: the kubelet puts the resource's name behind it. */
function isExtendedResource(text: string): boolean {
  return /^OutOf[a-z0-9][\w.-]*[./-][\w./-]+$/.test(text);
}

/** The known word that was probably meant, where at most two letters differ. */
export function nearestReason(text: string): string | undefined {
  if (text.length < 5 || text.length > 40) return undefined;
  const lower = text.toLowerCase();
  let best: string | undefined;
  let least = 3;
  for (const { word } of REASONS) {
    if (Math.abs(word.length - text.length) > 2) continue;
    const edits = distance(word.toLowerCase(), lower);
    if (edits < least) [best, least] = [word, edits];
  }
  return best;
}

/** Letters to change, add or leave out (Levenshtein). */
function distance(a: string, b: string): number {
  let above = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const change = (above[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
      current.push(Math.min(change, (above[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    above = current;
  }
  return above[b.length] ?? 0;
}
