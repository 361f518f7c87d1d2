/** What a reader states, as plain values of a JSON or YAML document: problems are collected on the way. */
import { type Address, parseAddress } from '../address.ts';

export type StatedCode =
  | 'stated-not-a-map'
  | 'stated-not-a-list'
  | 'stated-address'
  | 'stated-network'
  | 'stated-route'
  | 'stated-set'
  | 'stated-number'
  | 'stated-word'
  | 'stated-protocol'
  | 'stated-flag'
  | 'stated-state'
  | 'packet-line'
  | 'packet-port'
  | 'packet-families';

export interface StatedProblem {
  readonly code: StatedCode;
  /** `routes[1]`, `[0][2].dport`. */
  readonly path: string;
  readonly params: Readonly<Record<string, string>>;
}

export interface Stated<Value> {
  readonly value: Value;
  readonly problems: readonly StatedProblem[];
}

/** Collects problems while values are read: each reader answers undefined after telling one. */
export interface Reader {
  readonly problems: StatedProblem[];
  readonly path: string;
}

export function at(reader: Reader, key: string | number): Reader {
  const step = typeof key === 'number' ? `[${key}]` : reader.path === '' ? key : `.${key}`;
  return { ...reader, path: reader.path + step };
}

export function tell(reader: Reader, code: StatedCode, value: unknown): undefined {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
  reader.problems.push({ code, path: reader.path, params: { text: text.slice(0, 80) } });
  return undefined;
}

type Fields = Readonly<Record<string, unknown>>;

export function fieldsOf(reader: Reader, value: unknown): Fields {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields;
  tell(reader, 'stated-not-a-map', value);
  return {};
}

export function listOf<Item>(
  reader: Reader,
  value: unknown,
  each: (reader: Reader, item: unknown) => Item | undefined,
): readonly Item[] {
  if (!Array.isArray(value)) {
    tell(reader, 'stated-not-a-list', value);
    return [];
  }
  return value
    .map((item: unknown, index) => each(at(reader, index), item))
    .filter((item) => item !== undefined);
}

export function addressOf(reader: Reader, value: unknown): Address | undefined {
  const address = typeof value === 'string' ? parseAddress(value) : undefined;
  return address ?? tell(reader, 'stated-address', value);
}
