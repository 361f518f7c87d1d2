/** The fields of a type, looked up in the schema and kept. */
import { SCHEMA } from './fields.ts';

/** What may stand in each field, as fields.ts writes it. */
export type Kinds = ReadonlyMap<string, string>;

const parsed = new Map<string, Kinds>();

/** Undefined when `type` is the name of no type. */
export function fieldsOf(type: string): Kinds | undefined {
  const known = parsed.get(type);
  if (known !== undefined) return known;
  const start = SCHEMA.indexOf(`\n${type}=`);
  if (start < 0) return undefined;
  const line = SCHEMA.slice(start + type.length + 2, SCHEMA.indexOf('\n', start + 1));
  const kinds = new Map<string, string>();
  for (const group of line.split('|')) {
    const [kind = '', ...names] = group.split(' ');
    for (const name of names) kinds.set(name, kind);
  }
  parsed.set(type, kinds);
  return kinds;
}
