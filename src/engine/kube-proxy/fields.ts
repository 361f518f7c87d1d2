/**
 * Reading a Kubernetes object field by field, as Go's JSON decoder reads it into the type: null and absent are
 * the zero value, anything of another type makes the whole object unreadable.
 */
import type { LineIndex } from '../pod/index.ts';
import type { Params } from '../problem.ts';
import { child, entryOf, type SourceNode } from '../source.ts';
import type { ProxyProblem, ProxyProblemCode } from './types.ts';

/** Where problems of one text go. */
export interface Log {
  readonly at: LineIndex;
  readonly problems: ProxyProblem[];
  /** Code and place of each: a field may be read twice. */
  readonly seen: Set<string>;
  /** Values of a wrong type since somebody set it to 0. */
  unreadable: number;
}

/** A place in an object, whether or not something stands there. */
export interface Field {
  readonly node: SourceNode | undefined;
  readonly parent: Field | undefined;
  readonly step: string | number;
  readonly log: Log;
}

/** More than anybody reads. */
const MOST_PROBLEMS = 1000;

export function newLog(at: LineIndex): Log {
  return { at, problems: [], seen: new Set(), unreadable: 0 };
}

export function rootField(node: SourceNode, log: Log): Field {
  return { node, parent: undefined, step: '', log };
}

/** The field `key` of an object. */
export function at(parent: Field, key: string): Field {
  const { node, log } = parent;
  if (node !== undefined && node.kind !== 'map' && !isNull(node)) {
    wrongType(parent, 'object');
    return { node: undefined, parent, step: key, log };
  }
  return { node: child(node, key), parent, step: key, log };
}

export function isSet({ node }: Field): boolean {
  return node !== undefined && !isNull(node);
}

/** Empty when absent. */
export function text(field: Field): string {
  const value = scalar(field);
  if (value === undefined || typeof value === 'string') return value ?? '';
  wrongType(field, 'string');
  return '';
}

export function flag(field: Field): boolean | undefined {
  const value = scalar(field);
  if (value === undefined || typeof value === 'boolean') return value;
  wrongType(field, 'boolean');
  return undefined;
}

/** A 32-bit integer. */
export function integer(field: Field): number | undefined {
  const value = scalar(field);
  if (value === undefined) return undefined;
  const { node } = field;
  if (typeof value !== 'number' || node?.kind !== 'scalar') wrongType(field, 'integer');
  else if (!/^-?\d+$/.test(node.json)) report(field, 'not-an-integer', { value: short(node.json) });
  else if (Math.abs(value) > 0x7fffffff && value !== -0x80000000) {
    report(field, 'integer-out-of-range', { value: short(node.json), bits: 32 });
  } else return value;
  field.log.unreadable++;
  return undefined;
}

export function items(field: Field): readonly Field[] {
  const { node, log } = field;
  if (node === undefined || isNull(node)) return [];
  if (node.kind === 'list') {
    return node.items.map((item, step) => ({ node: item, parent: field, step, log }));
  }
  wrongType(field, 'list');
  return [];
}

export function texts(field: Field): readonly string[] {
  return items(field).map(text);
}

/** The entries of a map from strings to strings. */
export function textMap(field: Field): ReadonlyMap<string, string> {
  return new Map(entries(field).map((entry) => [String(entry.step), text(entry)]));
}

export function entries(field: Field): readonly Field[] {
  const { node, log } = field;
  if (node === undefined || isNull(node)) return [];
  if (node.kind === 'map') {
    return node.entries.map(({ key, value }) => ({ node: value, parent: field, step: key, log }));
  }
  wrongType(field, 'object');
  return [];
}

/** A problem at this field: at its key, or at the nearest thing around it that is in the text. */
export function report(field: Field, code: ProxyProblemCode, params: Params = {}): void {
  const { log } = field;
  if (log.problems.length >= MOST_PROBLEMS) return;
  const offset = offsetOfField(field);
  const path = pathOf(field);
  const key = `${code} ${offset} ${path}`;
  if (log.seen.has(key)) return;
  log.seen.add(key);
  log.problems.push({ code, path, params, ...log.at(offset) });
}

export function offsetOfField({ node, parent, step }: Field): number {
  if (node === undefined) return parent === undefined ? 0 : offsetOfField(parent);
  const entry = typeof step === 'string' ? entryOf(parent?.node, step) : undefined;
  return entry?.keyStart ?? node.start;
}

export function pathOf({ parent, step }: Field): string {
  if (parent === undefined) return String(step);
  const before = pathOf(parent);
  if (typeof step === 'number') return `${before}[${step}]`;
  return before === '' ? step : `${before}.${step}`;
}

export function short(value: string): string {
  return value.length > 80 ? `${value.slice(0, 80)}…` : value;
}

/** A map or list is given back as itself, which is none of the types that anybody asks for. */
function scalar({ node }: Field): string | number | boolean | object | undefined {
  return node?.kind === 'scalar' ? (node.value ?? undefined) : node;
}

function wrongType(field: Field, expected: string): void {
  report(field, 'wrong-type', { expected, found: jsonKind(field.node) });
  field.log.unreadable++;
}

function jsonKind(node: SourceNode | undefined): string {
  if (node === undefined) return 'null';
  if (node.kind === 'map') return 'object';
  if (node.kind === 'list') return 'list';
  return node.value === null ? 'null' : typeof node.value;
}

function isNull(node: SourceNode): boolean {
  return node.kind === 'scalar' && node.value === null;
}
