/**
 * What nft expressions ask of a packet, as texts that can be looked up: addresses as their words, protocols
 * and marks as numbers. Source: net/netfilter/nft_meta.c, nft_payload.c, nft_ct.c, nft_fib.c.
 */
import { type Address, contains, maskOf, parseAddress, parseNetwork } from '../../address.ts';
import { kindOf } from '../match-address.ts';
import { protocolNumber } from '../packet.ts';
import { addressRange, isInRange, portSpan, within } from '../values.ts';
import { type Unknown, unknown, type Walk } from '../walk.ts';
import type { Element, Expression, Field, NftSet } from './types.ts';

/** The value of one expression; undefined: the packet has no such thing, and the rule does not match. */
export type Asked = { readonly field: Field; readonly value: Value } | undefined | Unknown;

type Value = Address | number | string | readonly string[];

export function ask(walk: Walk, { field, mask, proto }: Expression): Asked {
  const { header } = walk;
  if (proto !== undefined && header.proto !== protocolNumber(proto)) return undefined;
  const value = fieldOf(walk, field);
  if (value === undefined || (typeof value === 'object' && 'code' in value)) return value;
  const masked = mask !== undefined && typeof value === 'number' ? (value & mask) >>> 0 : value;
  return { field, value: masked };
}

function fieldOf(walk: Walk, field: Field): Value | undefined | Unknown {
  const { header, flow } = walk;
  switch (field) {
    case 'saddr':
      return header.src;
    case 'daddr':
      return header.dst;
    case 'l4proto':
      return header.proto;
    case 'sport':
      return header.sport;
    case 'dport':
      return header.dport;
    case 'mark':
      return header.mark;
    case 'iifname':
      return walk.in ?? '';
    case 'oifname':
      return walk.out ?? outside(walk);
    case 'ct-state':
      return [(walk.state ?? 'INVALID').toLowerCase()];
    case 'ct-status':
      return flow && statusOf(walk);
    case 'ct-mark':
      return flow?.mark;
    case 'fib-saddr-type':
      return kind(walk, header.src);
    case 'fib-daddr-type':
      return kind(walk, header.dst);
    case 'skuid':
      return walk.in === undefined
        ? (header.uid ?? unknown('owner-not-stated', { field: 'uid' }))
        : undefined;
    case 'nfproto':
      return header.src.length === 1 ? 'ipv4' : 'ipv6';
  }
}

/** Before the routing decision there is no interface to leave by. */
function outside({ hook }: Walk): string | Unknown {
  return hook === 'PREROUTING' || hook === 'INPUT' ? '' : unknown('route-not-stated');
}

function statusOf({ flow }: Walk): readonly string[] {
  return [
    ...(flow?.seenReply ? ['seen-reply'] : []),
    ...(flow?.assured ? ['assured'] : []),
    ...(flow?.confirmed ? ['confirmed'] : []),
    ...(flow?.srcNat ? ['snat'] : []),
    ...(flow?.dstNat ? ['dnat'] : []),
  ];
}

function kind(walk: Walk, address: Address): string | Unknown {
  return kindOf(walk, address, undefined)?.toLowerCase() ?? unknown('local-not-stated');
}

/** Whether a value as written in the rules fits what the packet has. */
export function fits(
  { field, value }: NonNullable<Exclude<Asked, Unknown>>,
  text: string,
): boolean {
  if (field === 'saddr' || field === 'daddr') {
    const address = value as Address;
    const range = text.includes('-') ? addressRange(text) : undefined;
    if (range) return isInRange(range, address);
    const network = parseNetwork(text);
    return network !== undefined && contains(network, address);
  }
  if (field === 'sport' || field === 'dport') {
    const span = portSpan(text.replace('-', ':'));
    return span !== undefined && within(span, value as number);
  }
  if (field === 'l4proto') return protocolNumber(text) === value;
  if (field === 'ct-state' || field === 'ct-status')
    return (value as readonly string[]).includes(text);
  if (field === 'iifname' || field === 'oifname') {
    return text.endsWith('*') ? String(value).startsWith(text.slice(0, -1)) : text === value;
  }
  if (typeof value !== 'number') return text === value;
  // `0x00000000/1` is how nft prints a mask that is a prefix of bits.
  const [number, length] = text.split('/').map(Number);
  const mask = length === undefined ? 0xffffffff : (maskOf(length, 1)[0] ?? 0);
  return ((number ?? Number.NaN) & mask) >>> 0 === (value & mask) >>> 0 && !Number.isNaN(number);
}

/** The key under which an element that names single values is found. */
function exactKey(asked: readonly Exclude<Asked, Unknown | undefined>[]): string {
  return asked.map(({ value }) => String(value)).join(' ');
}

/** The same key out of an element's own words; undefined when one of them is a range or a prefix. */
function keyOf(element: Element, fields: readonly Field[]): string | undefined {
  const parts = element.key.map((text, index) => {
    const field = fields[index];
    if (field === 'saddr' || field === 'daddr') return parseAddress(text)?.join();
    if (field === 'l4proto') return protocolNumber(text)?.toString();
    if (field === 'sport' || field === 'dport' || field === 'mark') {
      return /^(0x[\da-f]+|\d+)$/i.test(text) ? String(Number(text)) : undefined;
    }
    return /^ct-/.test(field ?? '') || text.endsWith('*') ? undefined : text;
  });
  return parts.includes(undefined) ? undefined : parts.join(' ');
}

interface SetIndex {
  readonly exact: ReadonlyMap<string, Element>;
  readonly ranges: readonly Element[];
}

const indexes = new WeakMap<readonly Element[], SetIndex>();

function indexOf(elements: readonly Element[], fields: readonly Field[]): SetIndex {
  const known = indexes.get(elements);
  if (known) return known;
  const exact = new Map<string, Element>();
  const ranges: Element[] = [];
  for (const element of elements) {
    const key = keyOf(element, fields);
    if (key === undefined) ranges.push(element);
    else exact.set(key, element);
  }
  const index = { exact, ranges };
  indexes.set(elements, index);
  return index;
}

/** The element that the packet finds in a set or map. */
export function lookUp(
  asked: readonly Exclude<Asked, Unknown | undefined>[],
  elements: NftSet['elements'],
): Element | undefined {
  const { exact, ranges } = indexOf(
    elements,
    asked.map(({ field }) => field),
  );
  const found = exact.get(exactKey(asked));
  if (found) return found;
  return ranges.find(({ key }) => asked.every((each, index) => fits(each, key[index] ?? '')));
}

/** How a dynamic set remembers what `update` put into it. */
export function memoryKey(
  set: string,
  asked: readonly Exclude<Asked, Unknown | undefined>[],
): string {
  return `nft ${set} ${exactKey(asked)}`;
}
