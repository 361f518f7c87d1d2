import {
  catalogue,
  type CatalogueRow,
  type ExitItem,
  readExit,
  search,
} from '../../engine/exit-code/index.ts';
import {
  exitColumns,
  exitLooks,
  exitMeanings,
  exitNext,
  exitNotes,
  exitPlaces,
  exitProblems,
  exitSenders,
} from '../../ui/exit-code-messages.ts';
import type { Finding } from '../../ui/finding.ts';
import { fill, type Pair } from '../../ui/messages.ts';
import type { Input } from '../define.ts';

export interface ExitInput extends Input {
  /** `no`: without the catalogue, for pages that show several of these. */
  readonly table: string;
}

export interface ItemView {
  readonly line: number;
  readonly container?: string;
  readonly field?: 'state' | 'lastState';
  readonly exitCode?: number;
  readonly signal?: string;
  readonly reason?: string;
  readonly name: string;
  readonly says: Pair;
  readonly notes: readonly Pair[];
  readonly sender?: Pair;
  readonly place: Pair;
  readonly path: string;
  readonly column: Pair;
  readonly next: readonly Pair[];
  readonly look: readonly { readonly what: Pair; readonly command: string }[];
  readonly source: string;
}

export interface RowView {
  readonly id: string;
  readonly word: string;
  readonly group: CatalogueRow['group'];
  readonly beside?: string;
  readonly says: Pair;
  /** What the reader's text is about. */
  readonly hit: boolean;
}

export interface ExitAnswer {
  readonly items: readonly ItemView[];
  readonly problems: readonly Finding[];
  /** There was more in the text than is answered. */
  readonly cut: boolean;
  readonly rows: readonly RowView[];
}

/** A text of one line this long may be a search. */
const LONGEST_QUERY = 60;

export function* answer({ input, table }: ExitInput): Generator<void, ExitAnswer> {
  const { items, problems, cut } = readExit(input);
  yield;
  const rows = table === 'no' ? [] : rowsFor(input.trim(), items);
  const isSearch =
    items.length === 0 && !input.trim().includes('\n') && rows.some(({ hit }) => hit);
  return {
    items: items.map(viewOf),
    problems: isSearch
      ? []
      : problems.map(({ code, line, params }) => ({
          line,
          tone: 'bad',
          text: fill(exitProblems[code], params),
        })),
    cut,
    rows,
  };
}

function viewOf(item: ExitItem): ItemView {
  const { meaning, notes, sender, place, column, next, look, rows: _, ...same } = item;
  return {
    ...same,
    says: fill(exitMeanings[meaning.code], meaning.params),
    notes: notes.map(({ code, params }) => fill(exitNotes[code], params)),
    ...(sender && { sender: exitSenders[sender] }),
    place: exitPlaces[place],
    column: exitColumns[column],
    next: next.map((code) => exitNext[code]),
    look: look.map(({ code, command }) => ({ what: exitLooks[code], command })),
  };
}

function rowsFor(query: string, items: readonly ExitItem[]): readonly RowView[] {
  const all = catalogue();
  const named = new Set(items.flatMap(({ rows }) => rows));
  const isQuery = query !== '' && query.length <= LONGEST_QUERY && !query.includes('\n');
  const found = new Set(isQuery ? search(all, query, (row) => saying(row).join(' ')) : []);
  return all.map((row) => ({
    id: row.id,
    word: row.word,
    group: row.group,
    ...(row.beside !== undefined && { beside: row.beside }),
    says: saying(row),
    hit: named.has(row.id) || found.has(row),
  }));
}

const SAYINGS: Readonly<Record<CatalogueRow['says'], Pair>> = { ...exitMeanings, ...exitSenders };

function saying({ says, beside }: CatalogueRow): Pair {
  return fill(SAYINGS[says], { name: 'EX_USAGE–EX_CONFIG', hex: beside ?? '' });
}
