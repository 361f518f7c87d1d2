/**
 * Reads a pasted kernel trace back onto a dump: packets, each with its header and the rules that it met.
 * What one text holds may be of several packets, mixed; a packet that the node sends to itself has one trace
 * for each time it goes through, and is put together again. What a tool does not print and the packet needs
 * (the protocol, the type of an ICMP message) is taken from the rules that matched, else assumed and said.
 */
import { isBuiltIn, type Hook, tablesAt } from './hooks.ts';
import {
  readTraceLine,
  type ShownEvent,
  type ShownPacket,
  type TraceFormat,
} from './monitor-lines.ts';
import { rulesFor } from './monitor-rules.ts';
import type { Packet } from './packet.ts';
import type { Problem } from '../problem.ts';
import { chainIn } from './ruleset.ts';
import { type TraceEvent, verdictOf } from './trace-events.ts';
import type { Dump, Rule } from './types.ts';

export type { TraceFormat } from './monitor-lines.ts';

export type TraceProblemCode =
  'trace-line-unknown' | 'trace-chain-unknown' | 'trace-rule-unknown' | 'trace-packet-unknown';

export interface RecordedEvent extends TraceEvent {
  /** In the text of the trace, from 1. */
  readonly line: number;
}

export type TraceAssumption =
  'trace-protocol-assumed' | 'trace-type-assumed' | 'trace-state-assumed';

export interface RecordedPacket {
  readonly format: TraceFormat;
  /** The kernel's own, or what tells the packet from others in its log. */
  readonly id: string;
  readonly line: number;
  /** As it was when the trace began; undefined when the text does not show it. */
  readonly packet: Packet | undefined;
  readonly assumptions: readonly TraceAssumption[];
  readonly events: readonly RecordedEvent[];
  /** `unfinished`: the trace ends in the middle of the way. */
  readonly verdict: 'accept' | 'drop' | 'unfinished';
}

export interface RecordedTrace {
  readonly packets: readonly RecordedPacket[];
  readonly problems: readonly Problem<TraceProblemCode>[];
}

interface Draft {
  readonly format: TraceFormat;
  readonly id: string;
  readonly line: number;
  first: ShownPacket | undefined;
  last: ShownPacket | undefined;
  readonly events: RecordedEvent[];
  /** The built-in chain and table that it is in. */
  hook: string;
  table: string;
  /** By table and chain the rule that matched last on this visit. */
  readonly at: Map<string, number>;
}

export function readTrace(text: string, dump: Dump): RecordedTrace {
  const problems: Problem<TraceProblemCode>[] = [];
  const drafts: Draft[] = [];
  /** The packet that goes by an identifier, and what was shown of it before its next event. */
  const open = new Map<string, Draft>();
  const waiting = new Map<string, ShownPacket>();
  for (const [index, whole] of text.split('\n').entries()) {
    const line = index + 1;
    const read = readTraceLine(whole);
    if (read === 'other') continue;
    const tell = (code: TraceProblemCode, params: Problem['params']) => {
      const column = whole.length - whole.trimStart().length + 1;
      problems.push({ code, path: '', params, line, column });
    };
    if (read === undefined) {
      tell('trace-line-unknown', { text: whole.trim().slice(0, 80) });
      continue;
    }
    const { format, id, shown, event } = read;
    if (shown) {
      waiting.set(id, shown);
      const known = open.get(id);
      // Older tools show the packet behind its first event.
      if (known && !known.first) known.first = known.last = shown;
    }
    if (!event) continue;
    let draft = open.get(id);
    const seen = waiting.get(id);
    if (!draft || begins(draft, event, seen)) {
      draft = (seen && comesBack(drafts, seen)) ?? begun(format, id, line, seen);
      if (!drafts.includes(draft)) drafts.push(draft);
      open.set(id, draft);
    }
    if (seen) draft.last = seen;
    const placed = place(draft, event, dump, line, tell);
    draft.events.push(placed);
  }
  const packets = drafts.map((draft) => finished(draft, dump));
  for (const { packet, id, line } of packets) {
    const params = { id };
    if (!packet) problems.push({ code: 'trace-packet-unknown', path: '', params, line, column: 1 });
  }
  return { packets, problems: problems.toSorted((a, b) => a.line - b.line) };
}

function begun(
  format: TraceFormat,
  id: string,
  line: number,
  shown: ShownPacket | undefined,
): Draft {
  return {
    format,
    id,
    line,
    first: shown,
    last: shown,
    events: [],
    hook: '',
    table: '',
    at: new Map(),
  };
}

/** Whether the event is of another packet with the same identifier: they are used again. */
function begins({ hook, table, at }: Draft, event: ShownEvent, shown?: ShownPacket): boolean {
  const { chain, kind } = event;
  if (chain !== 'PREROUTING' && chain !== 'OUTPUT') return false;
  if (hook !== chain) return !(chain === 'PREROUTING' && shown?.in === 'lo') && hook !== '';
  const order = tablesAt(chain, undefined);
  const [before, now] = [order.indexOf(table), order.indexOf(event.table)];
  if (before !== now) return now < before;
  const last = at.get(`${table}/${chain}`) ?? 0;
  if (last === DONE) return true;
  return kind === 'rule' && event.number !== undefined && event.number <= last;
}

/** The policy of the chain has decided. */
const DONE = Number.POSITIVE_INFINITY;

/** What left on loopback arrives there, under another identifier with newer kernels. */
function comesBack(drafts: readonly Draft[], shown: ShownPacket): Draft | undefined {
  if (shown.in !== 'lo' || shown.out !== undefined) return undefined;
  return drafts.findLast(({ last }) => last?.out === 'lo' && last.key === shown.key);
}

type Tell = (code: TraceProblemCode, params: Problem['params']) => void;

function place(
  draft: Draft,
  event: ShownEvent,
  dump: Dump,
  line: number,
  tell: Tell,
): RecordedEvent {
  const { table, chain, text = '' } = event;
  const own = dump.tables.find(({ name }) => name === table);
  const found = own?.chains.get(chain);
  const key = `${table}/${chain}`;
  if (isBuiltIn(chain) && (draft.hook !== chain || draft.table !== table)) {
    draft.hook = chain;
    draft.table = table;
    draft.at.set(key, 0);
  }
  const beside = !own || /(-j TRACE|nftrace set 1)$/.test(text);
  if (!found) {
    if (own) tell('trace-chain-unknown', { table, chain });
    const { kind, verdict } = event;
    return { kind, table, chain, numbers: [], verdict, line, ...(beside && { beside }) };
  }
  const placed = { table, chain, line };
  const { rules } = found;
  // The log calls a rule without a condition by the end of its chain: ip_tables.c cannot tell them apart.
  const isEnd =
    event.kind !== 'rule' && (event.number === undefined || event.number > rules.length);
  if (isEnd) {
    if (event.kind === 'policy') draft.at.set(key, DONE);
    const logged = event.number !== undefined && event.kind === 'policy';
    const verdict = logged ? (found.policy ?? '') : event.verdict;
    return { ...placed, kind: event.kind, numbers: [], verdict };
  }
  const numbers = rulesFor(found, event, draft.at.get(key) ?? 0);
  const [number] = numbers;
  const rule = number === undefined ? undefined : rules[number - 1];
  if (!rule && !beside) tell('trace-rule-unknown', { table, chain, text: text.slice(0, 120) });
  if (number !== undefined) draft.at.set(key, number);
  const verdict = event.verdict === '' && rule ? verdictOf(rule) : event.verdict;
  const to = event.to ?? targetChain(rule, verdict);
  if (to !== undefined) draft.at.set(`${table}/${to}`, 0);
  return {
    ...placed,
    kind: 'rule',
    numbers,
    verdict,
    ...(to !== undefined && { to }),
    ...((beside || rule?.target?.name === 'TRACE') && { beside: true }),
  };
}

function targetChain(rule: Rule | undefined, verdict: string): string | undefined {
  return verdict === 'JUMP' || verdict === 'GOTO' ? rule?.target?.name : undefined;
}

function finished(draft: Draft, dump: Dump): RecordedPacket {
  const { format, id, line, first, events } = draft;
  const assumptions: TraceAssumption[] = [];
  const packet = first && packetOf(first, draft, dump, assumptions);
  return { format, id, line, packet, assumptions, events, verdict: verdictAt(draft) };
}

function verdictAt({ events, hook, table }: Draft): RecordedPacket['verdict'] {
  const last = events.at(-1);
  if (last?.verdict === 'DROP') return 'drop';
  const left = last?.verdict === 'ACCEPT' && (hook === 'POSTROUTING' || hook === 'INPUT');
  // Mangle is asked before nat or filter, so it is never the end where the others are.
  return left && table !== 'raw' ? 'accept' : 'unfinished';
}

function packetOf(
  shown: ShownPacket,
  draft: Draft,
  dump: Dump,
  assumptions: TraceAssumption[],
): Packet | undefined {
  const { key: _, out: __, src, dst, ...fields } = shown;
  if (!src || !dst) return undefined;
  const v6 = src.length === 4;
  let { proto, type } = fields;
  if (proto === undefined) {
    proto = protocolIn(draft.events, dump);
    if (proto === undefined) {
      assumptions.push('trace-protocol-assumed');
      proto = fields.sport === undefined ? (v6 ? 'ipv6-icmp' : 'icmp') : 'udp';
    }
  }
  if (/^(icmp|ipv6-icmp|icmpv6)$/.test(proto) && type === undefined) {
    assumptions.push('trace-type-assumed');
    type = v6 ? ECHO_REQUEST_V6 : ECHO_REQUEST;
  }
  const running = fields.state === undefined && isRunning(draft, dump);
  if (running) assumptions.push('trace-state-assumed');
  // What the first rule wrote into the mark was not there at the start.
  const { mark, ...rest } = fields;
  return {
    ...rest,
    ...(mark !== undefined && !writesMark(draft, dump) && { mark }),
    src,
    dst,
    proto,
    ...(type !== undefined && { type }),
    ...(running && { state: 'ESTABLISHED' }),
  };
}

const ECHO_REQUEST = 8;
const ECHO_REQUEST_V6 = 128;

function ruleOf(event: RecordedEvent | undefined, dump: Dump): Rule | undefined {
  if (event?.numbers.length !== 1) return undefined;
  return chainIn(dump, event.table, event.chain)?.rules[(event.numbers[0] ?? 0) - 1];
}

/** The protocol that a rule asked for which matched. */
function protocolIn(events: readonly RecordedEvent[], dump: Dump): string | undefined {
  for (const event of events) {
    const stated = ruleOf(event, dump)?.basics.find(({ option, not }) => option === '-p' && !not);
    const [proto] = stated?.values ?? [];
    if (proto !== undefined && proto !== 'all' && proto !== '0') return proto;
  }
  return undefined;
}

function writesMark({ format, events: [first] }: Draft, dump: Dump): boolean {
  // The log is written before the rule does its work.
  if (format === 'kernel-log') return false;
  return /MARK$/.test(ruleOf(first, dump)?.target?.name ?? '');
}

/** The nat table was passed by although the dump has it: the packet is not the first of its connection. */
function isRunning({ events }: Draft, dump: Dump): boolean {
  const [first] = events;
  const hook = first?.chain as Hook | undefined;
  if (hook !== 'PREROUTING' && hook !== 'OUTPUT') return false;
  if (!chainIn(dump, 'nat', hook)) return false;
  const beyond = events.some(({ table, chain }) => {
    return isBuiltIn(chain) && (chain !== hook || AFTER.has(table));
  });
  return beyond && !events.some(({ table }) => table === 'nat');
}

const AFTER = new Set(['filter', 'security']);
