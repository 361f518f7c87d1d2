/**
 * What the API server's strict JSON serializer says about an object: values that cannot be decoded,
 * and fields that are unknown or written twice.
 * Upstream: sigs.k8s.io/json (case-sensitive, strict), the types of k8s.io/api and their own
 * UnmarshalJSON (Quantity, IntOrString, Time), all of v1.37.2.
 * Left out: the text of the errors. Upstream lists at most 100 strict errors per object.
 */
import { parseJsonQuantity } from '../quantity/index.ts';
import type { SourceEntry, SourceNode, SourceScalar } from '../source.ts';
import { type Kinds, fieldsOf } from './kinds.ts';
import { suggest } from './suggest.ts';

/** Codes that keep an object from being decoded at all. */
export type DecodeCode =
  /** params: expected, found (JSON kinds) */
  | 'wrong-type'
  /** params: value, bits */
  | 'integer-out-of-range'
  /** A number with a fraction or an exponent where Go wants an integer. params: value */
  | 'not-an-integer'
  /** params: value */
  | 'quantity-format'
  | 'quantity-suffix'
  | 'quantity-numeric'
  | 'bad-time';

/**
 * Codes of strict reading; the rest of the object still counts. params: field; of an unknown one also `meant`,
 * a field with nearly that name, or `place`, the path of what does have the field, where there is such a thing.
 */
export type StrictCode = 'unknown-field' | 'duplicate-field';

export interface SchemaFinding {
  readonly code: DecodeCode | StrictCode;
  readonly path: string;
  readonly params: Readonly<Record<string, string | number>>;
  /** Offset of the key or value in the text. */
  readonly at: number;
  /** true: the object cannot be decoded. */
  readonly fatal: boolean;
}

/** Findings about `root` read as the Kubernetes type `type`, in the order of the text. Unknown types give none. */
export function checkSchema(root: SourceNode, type: string): readonly SchemaFinding[] {
  const walk: Walk = { path: [], around: [], findings: [] };
  if (fieldsOf(type) !== undefined) check(root, type, walk);
  return walk.findings;
}

/**
 * More than anybody reads; of a hostile text there could be millions. Behind them only the first finding that
 * keeps the object from being decoded is added.
 */
const MOST_FINDINGS = 1000;

interface Walk {
  readonly path: (string | number)[];
  /** The types that the path has led through, with the length of their paths. */
  readonly around: { readonly fields: Kinds; readonly depth: number }[];
  readonly findings: SchemaFinding[];
}

function check(node: SourceNode, kind: string, walk: Walk): void {
  if (node.kind === 'scalar' && node.value === null) return;
  if (kind.startsWith('[')) checkList(node, kind.slice(1), walk);
  else if (kind.startsWith('{')) checkMap(node, undefined, kind.slice(1), walk);
  else if (kind.length > 1) checkMap(node, fieldsOf(kind), '', walk);
  else if (kind === 'q') checkQuantity(node, walk);
  else if (kind !== 'x') checkScalar(node, kind, walk);
}

function checkList(node: SourceNode, element: string, walk: Walk): void {
  if (node.kind !== 'list') {
    wrongType(node, 'list', walk);
    return;
  }
  for (const [index, item] of node.items.entries()) {
    walk.path.push(index);
    check(item, element, walk);
    walk.path.pop();
  }
}

/** A struct with `fields`, or a map of any keys to `element`. */
function checkMap(node: SourceNode, fields: Kinds | undefined, element: string, walk: Walk): void {
  if (node.kind !== 'map') {
    wrongType(node, 'object', walk);
    return;
  }
  for (const entry of node.duplicates ?? []) {
    if (fields?.has(entry.key) !== false) strict('duplicate-field', entry, {}, walk);
  }
  for (const entry of node.entries) {
    const kind = fields === undefined ? element : fields.get(entry.key);
    if (kind === undefined) {
      const enough = walk.findings.length >= MOST_FINDINGS;
      if (fields !== undefined && !enough) unknown(entry, fields, walk);
      continue;
    }
    if (fields !== undefined) walk.around.push({ fields, depth: walk.path.length });
    walk.path.push(entry.key);
    check(entry.value, kind, walk);
    walk.path.pop();
    if (fields !== undefined) walk.around.pop();
  }
}

const EXPECTED: Readonly<Record<string, string>> = {
  i: 'integer',
  l: 'integer',
  o: 'integer or string',
};

function checkScalar(node: SourceNode, kind: string, walk: Walk): void {
  const value = node.kind === 'scalar' ? node.value : undefined;
  if (kind === 'b') {
    if (typeof value !== 'boolean') wrongType(node, 'boolean', walk);
  } else if (typeof value === 'number' && node.kind === 'scalar' && 'ilo'.includes(kind)) {
    checkInteger(node, kind === 'l' ? 64 : 32, walk);
  } else if (typeof value !== 'string' || kind === 'i' || kind === 'l') {
    wrongType(node, EXPECTED[kind] ?? 'string', walk);
  } else if (kind === 't' && !isTime(value)) {
    fatal('bad-time', node, { value: short(value) }, walk);
  }
}

function checkInteger(node: SourceScalar, bits: 32 | 64, walk: Walk): void {
  const value = node.json;
  if (!/^-?\d+$/.test(value)) fatal('not-an-integer', node, { value: short(value) }, walk);
  // Longer than any 64-bit integer: no need to build it to know.
  else if (value.length > 20 || BigInt.asIntN(bits, BigInt(value)) !== BigInt(value)) {
    fatal('integer-out-of-range', node, { value: short(value), bits }, walk);
  }
}

/** Quantities that were fine: the same few stand in most Pods. */
const KNOWN_LENGTH = 16;
const KNOWN_COUNT = 1000;
const known = new Set<string>();

function checkQuantity(node: SourceNode, walk: Walk): void {
  if (node.kind !== 'scalar' || typeof node.value === 'boolean') {
    wrongType(node, 'quantity', walk);
    return;
  }
  const { json } = node;
  if (known.has(json)) return;
  const read = parseJsonQuantity(json);
  if (read.ok && json.length <= KNOWN_LENGTH) {
    if (known.size >= KNOWN_COUNT) known.clear();
    known.add(json);
  }
  if (!read.ok) fatal(read.code, node, { value: short(String(node.value)) }, walk);
}

const TIME = /^\d{4}-(\d\d)-(\d\d)T(\d\d?):(\d\d):(\d\d)(?:[.,]\d+)?(?:Z|[+-](\d\d):(\d\d))$/;

/** RFC 3339 as Go's time.Parse takes it; whether the month has that day is checked as well. */
function isTime(text: string): boolean {
  const match = TIME.exec(text);
  if (match === null) return false;
  const [month = 0, day = 0, hour = 0, minute = 0, second = 0, zoneHour = 0, zoneMinute = 0] = match
    .slice(1)
    .map((digits) => Number(digits ?? 0));
  const year = Number(text.slice(0, 4));
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
  // Go lets the zone be 24 hours and 60 minutes away, but not more.
  const inZone = zoneHour <= 24 && zoneMinute <= 60;
  return day >= 1 && day <= days && hour < 24 && minute < 60 && second < 60 && inZone;
}

function wrongType(node: SourceNode, expected: string, walk: Walk): void {
  fatal('wrong-type', node, { expected, found: kindOf(node) }, walk);
}

/** What JSON calls the node. */
function kindOf(node: SourceNode): string {
  if (node.kind === 'map') return 'object';
  if (node.kind === 'list') return 'list';
  return typeof node.value;
}

function fatal(
  code: DecodeCode,
  node: SourceNode,
  params: SchemaFinding['params'],
  walk: Walk,
): void {
  if (walk.findings.length >= MOST_FINDINGS && walk.findings.at(-1)?.fatal) return;
  walk.findings.push({ code, path: pathText(walk.path), params, at: node.start, fatal: true });
}

function unknown(entry: SourceEntry, fields: Kinds, walk: Walk): void {
  const outer = walk.around.at(-1);
  const found = suggest(entry.key, fields, outer?.fields);
  if (found === undefined) strict('unknown-field', entry, {}, walk);
  else if ('meant' in found) strict('unknown-field', entry, found, walk);
  else {
    const place = found.below ? [...walk.path, ...found.below] : walk.path.slice(0, outer?.depth);
    // The object itself has no path.
    const params = place.length === 0 ? {} : { place: pathText(place) };
    strict('unknown-field', entry, params, walk);
  }
}

function strict(
  code: StrictCode,
  { key, keyStart }: SourceEntry,
  params: SchemaFinding['params'],
  walk: Walk,
): void {
  if (walk.findings.length >= MOST_FINDINGS) return;
  const path = pathText([...walk.path, key]);
  const all = { field: short(key), ...params };
  walk.findings.push({ code, path, params: all, at: keyStart, fatal: false });
}

/** The path as the decoder prints it: keys joined by dots whatever they contain. */
function pathText(path: readonly (string | number)[]): string {
  let text = '';
  for (const step of path) {
    if (typeof step === 'number') text += `[${step}]`;
    else text += text === '' ? step : `.${step}`;
  }
  return text;
}

/** Long values are noise in a message. */
function short(text: string): string {
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
