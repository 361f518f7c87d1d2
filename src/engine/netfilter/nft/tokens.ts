/** Splits nft's text: blanks part words, braces, commas and semicolons stand alone, quotes hold together. */

export interface NftToken {
  readonly text: string;
  readonly quoted: boolean;
  /** From 1. */
  readonly line: number;
  /** Columns from 0; `end` is exclusive. */
  readonly start: number;
  readonly end: number;
}

const WORD = /"([^"]*)"|[{};,]|[^\s{};,"]+/g;

/** The words of one line; what stands behind `#` is a comment (`# handle 7`). */
export function nftTokens(text: string, line: number): readonly NftToken[] {
  const tokens: NftToken[] = [];
  for (const found of text.matchAll(WORD)) {
    const [whole, inside] = found;
    if (whole.startsWith('#')) break;
    const start = found.index;
    const quoted = inside !== undefined;
    tokens.push({ text: inside ?? whole, quoted, line, start, end: start + whole.length });
  }
  return tokens;
}
