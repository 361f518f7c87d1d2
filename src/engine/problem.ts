/**
 * The shapes in which every engine answers: codes, paths and numbers, never sentences.
 * A code is kebab-case and is the key of the message that a view or the command line prints for it.
 */

/** Values a message may need; bigint quantities travel as canonical strings. */
export type Params = Readonly<Record<string, string | number>>;

/** A place in the reader's text: 1-based line and column, in UTF-16 units as editors count them. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Why an answer is what it is. `path` is an API field path such as `spec.containers[0].resources`. */
export interface Reason<Code extends string = string> {
  readonly code: Code;
  readonly path: string;
  readonly params: Params;
}

/** Something in the input that cannot be used as written. */
export interface Problem<Code extends string = string> extends Reason<Code>, Position {}
