/** All that this reader knows, as rows: exit codes by number, then reasons by where they stand. */
import { meaningOfCode, unsigned, WINDOWS_ROWS } from './codes.ts';
import type { Meaning } from './meaning.ts';
import { REASONS } from './reasons.ts';
import { signalOfExit } from './signals.ts';
import type { Place, SenderCode } from './types.ts';

export interface CatalogueRow {
  /** `GROUP-WORD` */
  readonly id: string;
  /** `137`, `64–78`, `CrashLoopBackOff`. */
  readonly word: string;
  readonly group: 'exit' | Place;
  /** `SIGKILL`, `0xC0000005`. */
  readonly beside?: string;
  /** Whose sentence explains it. */
  readonly says: Meaning | SenderCode;
  readonly source: string;
}

const CODES: readonly number[] = [
  0, 1, 2, 124, 125, 126, 127, 128, 129, 130, 131, 132, 133, 134, 135, 136, 137, 138, 139, 141, 143,
  152, 153, 159, 255,
];

export function catalogue(): readonly CatalogueRow[] {
  const codes = CODES.map(codeRow);
  const sysexits: CatalogueRow = {
    id: 'exit-64–78',
    word: '64–78',
    group: 'exit',
    beside: 'sysexits.h',
    says: 'sysexits',
    source: '',
  };
  const windows = WINDOWS_ROWS.map((code) => codeRow(code));
  const reasons = REASONS.map(({ word, place, meaning, source }): CatalogueRow => ({
    id: `${place}-${word}`,
    word,
    group: place,
    says: meaning,
    source,
  }));
  return [...codes.slice(0, 3), sysexits, ...codes.slice(3), ...windows, ...reasons];
}

function codeRow(code: number): CatalogueRow {
  const signal = signalOfExit(code);
  const beside =
    signal?.name ?? (code > 255 ? `0x${unsigned(code).toString(16).toUpperCase()}` : undefined);
  return {
    id: `exit-${code}`,
    word: String(code),
    group: 'exit',
    ...(beside !== undefined && { beside }),
    says: signal ? signal.sender : meaningOfCode(code),
    source: '',
  };
}

const LONGEST_QUERY = 100;

/** Rows that have every word of the query in their own words or in what `textOf` gives for them, any language. */
export function search(
  rows: readonly CatalogueRow[],
  query: string,
  textOf: (row: CatalogueRow) => string,
): readonly CatalogueRow[] {
  const words = query
    .slice(0, LONGEST_QUERY)
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0) return rows;
  return rows.filter((row) => {
    const text = `${row.word} ${row.beside ?? ''} ${textOf(row)}`.toLowerCase();
    return words.every((word) =>
      /^\d+$/.test(word) ? isNumberIn(text, word) : text.includes(word),
    );
  });
}

/** `1` is not in `137`. */
function isNumberIn(text: string, digits: string): boolean {
  return text.split(/\D+/).includes(digits);
}
