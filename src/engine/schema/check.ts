/**
 * What the API server's strict JSON serializer says about an object: values that cannot be decoded,
 * and fields that are unknown or written twice.
 * Upstream: sigs.k8s.io/json (case-sensitive, strict), the types of k8s.io/api and their own
 * UnmarshalJSON (Quantity, IntOrString, Time), all of v1.37.2.
 * Left out: the text of the errors, and the limit of 100 strict errors per object.
 */
import { parseJsonQuantity } from '../quantity/index.ts';
import type { SourceMap, SourceNode, SourceScalar } from '../source.ts';
import { SCHEMA } from './fields.ts';

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
  | 'bad-time'
  | 'bad-base64';

/** Codes of strict reading; the rest of the object still counts. params: field */
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

type Kinds = ReadonlyMap<string, string>;

/** Findings about `root` read as the Kubernetes type `type`, in the order of the text. Unknown types give none. */
export function checkSchema(root: SourceNode, type: string): readonly SchemaFinding[] {
  const walk: Walk = { path: [], findings: [] };
  if (fieldsOf(type) !== undefined) check(root, type, walk);
  return walk.findings;
}

interface Walk {
  readonly path: (string | number)[];
  readonly findings: SchemaFinding[];
}

const parsed = new Map<string, Kinds>();

function fieldsOf(type: string): Kinds | undefined {
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

function check(node: SourceNode, kind: string, walk: Walk): void {
  if (node.kind === 'scalar' && node.value === null) return;
  switch (kind[0]) {
    case '[':
      if (node.kind !== 'list') return wrongType(node, 'list', walk);
      for (const [index, item] of node.items.entries()) {
        walk.path.push(index);
        check(item, kind.slice(1), walk);
        walk.path.pop();
      }
      return;
    case '{':
      if (node.kind !== 'map') return wrongType(node, 'object', walk);
      return checkMap(node, undefined, kind.slice(1), walk);
    case 'x':
      return;
    case 'q':
      return checkQuantity(node, walk);
  }
  if (kind.length > 1) {
    if (node.kind !== 'map') return wrongType(node, 'object', walk);
    return checkMap(node, fieldsOf(kind), '', walk);
  }
  if (node.kind === 'scalar') checkScalar(node, kind, walk);
  else wrongType(node, EXPECTED[kind] ?? 'string', walk);
}

function checkMap(node: SourceMap, fields: Kinds | undefined, element: string, walk: Walk): void {
  for (const entry of node.duplicates ?? []) {
    if (fields?.has(entry.key) !== false)
      strict('duplicate-field', entry.key, entry.keyStart, walk);
  }
  for (const entry of node.entries) {
    const kind = fields === undefined ? element : fields.get(entry.key);
    if (kind === undefined) {
      strict('unknown-field', entry.key, entry.keyStart, walk);
      continue;
    }
    walk.path.push(entry.key);
    check(entry.value, kind, walk);
    walk.path.pop();
  }
}

const EXPECTED: Readonly<Record<string, string>> = {
  b: 'boolean',
  i: 'integer',
  l: 'integer',
  o: 'integer or string',
};

function checkScalar(node: SourceScalar, kind: string, walk: Walk): void {
  const { value } = node;
  switch (kind) {
    case 'b':
      if (typeof value !== 'boolean') wrongType(node, 'boolean', walk);
      return;
    case 'i':
    case 'l':
    case 'o':
      if (typeof value === 'number') checkInteger(node, kind === 'l' ? 64 : 32, walk);
      else if (kind !== 'o' || typeof value !== 'string') {
        wrongType(node, EXPECTED[kind] ?? 'integer', walk);
      }
      return;
  }
  if (typeof value !== 'string') return wrongType(node, 'string', walk);
  if ((kind === 't' || kind === 'u') && !isTime(value)) fatal('bad-time', node, { value }, walk);
  if (kind === 'y' && !BASE64.test(value)) fatal('bad-base64', node, { value }, walk);
}

function checkInteger(node: SourceScalar, bits: 32 | 64, walk: Walk): void {
  const value = node.json;
  if (!/^-?\d+$/.test(value)) return fatal('not-an-integer', node, { value }, walk);
  // Longer than any 64-bit integer: no need to build it to know.
  const fits = value.length <= 20 && BigInt.asIntN(bits, BigInt(value)) === BigInt(value);
  if (!fits) fatal('integer-out-of-range', node, { value: short(value), bits }, walk);
}

function checkQuantity(node: SourceNode, walk: Walk): void {
  if (node.kind !== 'scalar') return wrongType(node, 'quantity', walk);
  if (typeof node.value === 'boolean') return wrongType(node, 'quantity', walk);
  const read = parseJsonQuantity(node.json);
  if (read.ok) return;
  const value = short(String(node.value));
  fatal(read.code, node, { value }, walk);
}

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const TIME = /^\d{4}-(\d\d)-(\d\d)T(\d\d?):(\d\d):(\d\d)(?:[.,]\d+)?(?:Z|[+-]\d\d:\d\d)$/;

/** RFC 3339 as Go's time.Parse takes it; whether the month has that day is checked as well. */
function isTime(text: string): boolean {
  const match = TIME.exec(text);
  if (match === null) return false;
  const [month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1).map(Number);
  const year = Number(text.slice(0, 4));
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
  return day >= 1 && day <= days && hour < 24 && minute < 60 && second < 60;
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
  walk.findings.push({ code, path: pathText(walk.path), params, at: node.start, fatal: true });
}

function strict(code: StrictCode, key: string, at: number, walk: Walk): void {
  const path = pathText([...walk.path, key]);
  walk.findings.push({ code, path, params: { field: short(key) }, at, fatal: false });
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
