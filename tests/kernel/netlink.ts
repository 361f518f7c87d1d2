/**
 * The kernel's trace messages (NFNLGRP_NFTRACE) and rules as netlink carries them: xtables-monitor 1.8.9 ends
 * with status 3 where an IPv6 rule asks for a port. Source: include/uapi/linux/netfilter/nf_tables.h.
 */
import type { RecordedEvent } from '../../src/engine/netfilter/index.ts';

export interface TraceMessage {
  readonly id: number;
  /** Of the network layer, only with the first message of a built-in chain. */
  readonly header: Buffer | undefined;
  /** Undefined for the end of a chain, which is told without a rule. */
  readonly event: RecordedEvent | undefined;
}

/** The number of a rule by table, chain and handle. */
export type Numbers = ReadonlyMap<string, number>;

export function numbersOf(rules: readonly string[]): Numbers {
  const lengths = new Map<string, number>();
  const numbers = new Map<string, number>();
  for (const rule of rules) {
    const attributes = attributesOf(Buffer.from(rule, 'hex'));
    const chain = `${textOf(attributes.get(1))}/${textOf(attributes.get(2))}`;
    const number = (lengths.get(chain) ?? 0) + 1;
    lengths.set(chain, number);
    numbers.set(`${chain}/${attributes.get(3)?.readBigUInt64BE()}`, number);
  }
  return numbers;
}

const VERDICTS: ReadonlyMap<number, string> = new Map([
  [0, 'DROP'],
  [1, 'ACCEPT'],
  [2, 'STOLEN'],
  [3, 'QUEUE'],
  [-1, 'CONTINUE'],
  [-2, 'BREAK'],
  [-3, 'JUMP'],
  [-4, 'GOTO'],
  [-5, 'RETURN'],
]);
const POLICY = 1;
const RULE = 3;

export function traceMessage(hex: string, numbers: Numbers): TraceMessage {
  const attributes = attributesOf(Buffer.from(hex, 'hex'));
  const [table, chain] = [textOf(attributes.get(1)), textOf(attributes.get(2))];
  const kind = attributes.get(4)?.readUInt32BE();
  const message = { id: attributes.get(6)?.readUInt32BE() ?? 0, header: attributes.get(8) };
  const place = { table, chain, line: 0 };
  if (kind === POLICY) {
    const verdict = VERDICTS.get(attributes.get(16)?.readInt32BE() ?? 0) ?? '';
    return { ...message, event: { ...place, kind: 'policy', numbers: [], verdict } };
  }
  const handle = attributes.get(3)?.readBigUInt64BE();
  if (kind !== RULE || handle === undefined) return { ...message, event: undefined };
  const code = attributesOf(attributes.get(5) ?? Buffer.alloc(0))
    .get(1)
    ?.readInt32BE();
  const number = numbers.get(`${table}/${chain}/${handle}`);
  return {
    ...message,
    event: {
      ...place,
      kind: 'rule',
      numbers: number === undefined ? [] : [number],
      verdict: VERDICTS.get(code ?? 0) ?? '',
    },
  };
}

function attributesOf(bytes: Buffer): ReadonlyMap<number, Buffer> {
  const found = new Map<number, Buffer>();
  for (let at = 0; at + 4 <= bytes.length;) {
    const length = bytes.readUInt16LE(at);
    if (length < 4) break;
    found.set(bytes.readUInt16LE(at + 2) & 0x3fff, bytes.subarray(at + 4, at + length));
    at += (length + 3) & ~3;
  }
  return found;
}

function textOf(bytes: Buffer | undefined): string {
  return bytes?.toString('latin1').replace(/\0.*$/, '') ?? '';
}
