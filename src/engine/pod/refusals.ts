/** Collecting refusals while the rules run, each with its place in the text. */
import { type LineIndex, offsetOf } from './places.ts';
import type { Pod, Refusal, RefusalCode, RefusalType } from './types.ts';

export interface Refusals {
  readonly pod: Pod;
  readonly at: LineIndex;
  readonly list: Refusal[];
  /** Characters of all details together. */
  size: number;
}

interface Details {
  readonly detail?: string;
  readonly params?: Refusal['params'];
  /** Where the reader finds the cause, when the field that upstream names is no path of the object. */
  readonly place?: string;
}

/** More than anybody reads; without an end, a hostile text could make the answer many times its own size. */
const MOST_REFUSALS = 1000;
const MOST_CHARACTERS = 1_000_000;

export function refuse(
  refusals: Refusals,
  code: RefusalCode,
  type: RefusalType,
  field: string,
  { detail = '', params = {}, place = field }: Details = {},
): void {
  if (refusals.list.length >= MOST_REFUSALS || refusals.size > MOST_CHARACTERS) return;
  refusals.size += detail.length;
  const position = refusals.at(offsetOf(refusals.pod.source, place));
  refusals.list.push({ code, path: field, params, ...position, field, type, detail });
}

/** field.NotSupported: the value is none of these. */
export function refuseUnsupported(
  refusals: Refusals,
  field: string,
  value: string,
  values: readonly string[],
): void {
  const supported = values.map((one) => `"${one}"`).join(', ');
  refuse(refusals, 'value-not-supported', 'FieldValueNotSupported', field, {
    detail: `supported values: ${supported}`,
    params: { value, supported },
  });
}
