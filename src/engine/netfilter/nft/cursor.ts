/** Reads the tokens of a rule or a set one after another. */
import type { NftToken } from './tokens.ts';

/** Reads tokens one after another; a reader that cannot go on throws `Strange`, caught per statement. */
export class Cursor {
  readonly tokens: readonly NftToken[];
  at = 0;
  constructor(tokens: readonly NftToken[]) {
    this.tokens = tokens;
  }

  peek(ahead = 0): string {
    return this.tokens[this.at + ahead]?.text ?? '';
  }

  get done(): boolean {
    return this.at >= this.tokens.length;
  }

  take(): string {
    if (this.done) throw new Strange();
    return this.tokens[this.at++]?.text ?? '';
  }

  /** Goes over the words when they come next. */
  skip(...words: readonly string[]): boolean {
    if (!words.every((word, ahead) => this.peek(ahead) === word)) return false;
    this.at += words.length;
    return true;
  }

  expect(word: string): void {
    if (!this.skip(word)) throw new Strange();
  }
}

export class Strange extends Error {}
