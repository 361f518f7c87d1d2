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
  readonly group: CatalogueRow['group'];
  readonly word: string;
  readonly beside?: string;
  readonly says: Pair;
}

export interface ExitAnswer {
  readonly items: readonly ItemView[];
  readonly problems: readonly Finding[];
  /** There was more in the text than is answered. */
  readonly cut: boolean;
  /** Rows of the catalogue that the text is about, as `GROUP-WORD`. */
  readonly hits: readonly string[];
  /** Only where HTML is made: a browser has the rows on the page, so they do not go into the JSON. */
  readonly rows?: readonly RowView[];
}

/** A text of one line this long may be a search. */
const LONGEST_QUERY = 60;

export function* answer({ input, table }: ExitInput): Generator<void, ExitAnswer> {
  const { items, problems, cut } = readExit(input);
  yield;
  const hits = table === 'no' ? [] : hitsOf(input.trim(), items);
  const isSearch = items.length === 0 && !input.trim().includes('\n') && hits.length > 0;
  const found: ExitAnswer = {
    items: items.map(viewOf),
    problems: isSearch
      ? []
      : problems.map(({ code, line, params }) => ({
          line,
          tone: 'bad',
          text: fill(exitProblems[code], params),
        })),
    cut,
    hits,
  };
  if (table === 'no') return found;
  return Object.defineProperty(found, 'rows', { get: allRows, enumerable: false });
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

function hitsOf(query: string, items: readonly ExitItem[]): readonly string[] {
  const all = catalogue();
  const named = new Set(items.flatMap(({ rows }) => rows));
  const isQuery = query !== '' && query.length <= LONGEST_QUERY && !query.includes('\n');
  const found = new Set(isQuery ? search(all, query, (row) => saying(row).join(' ')) : []);
  return all.filter((row) => named.has(row.id) || found.has(row)).map(({ id }) => id);
}

function allRows(): readonly RowView[] {
  return catalogue().map((row) => ({
    group: row.group,
    word: row.word,
    ...(row.beside !== undefined && { beside: row.beside }),
    says: saying(row),
  }));
}

const SAYINGS: Readonly<Record<CatalogueRow['says'], Pair>> = { ...exitMeanings, ...exitSenders };

function saying({ says, beside }: CatalogueRow): Pair {
  return fill(SAYINGS[says], { name: 'EX_USAGE–EX_CONFIG', hex: beside ?? '' });
}
