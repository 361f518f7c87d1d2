/** A YAML document as it is written: aliases as aliases, scalars as text. Filled while it is read. */

export type RawNode = RawScalar | RawAlias | RawList | RawMap;

interface Span {
  start: number;
  end: number;
}

export interface RawScalar extends Span {
  readonly kind: 'scalar';
  readonly value: string;
  /** Unquoted, or tagged with a lone `!`. */
  readonly plain: boolean;
  readonly tag: string;
}

export interface RawAlias extends Span {
  readonly kind: 'alias';
  readonly name: string;
  readonly target: RawScalar | RawList | RawMap;
}

export interface RawList extends Span {
  readonly kind: 'list';
  readonly items: RawNode[];
}

export interface RawMap extends Span {
  readonly kind: 'map';
  /** Keys and values in turn. */
  readonly items: RawNode[];
}
