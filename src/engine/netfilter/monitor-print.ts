/**
 * Prints a predicted walk as `xtables-monitor --trace` of iptables 1.8 prints a real one
 * (iptables/xtables-monitor.c). What differs: a dump holds no handles, so the number of the rule stands in
 * their place, in the same hexadecimal form; of the packet only what is stated is printed (the tool never
 * prints a protocol or an ICMP type); LEN of IPv6 is 20 short and RETURN is a number, as in the tool.
 */
import { printAddress } from '../address.ts';
import { printRule } from './canonical.ts';
import { hasPorts } from './packet.ts';
import { chainIn } from './ruleset.ts';
import type { Outcome } from './trace.ts';
import { passEvents, type PassEvents, type TraceEvent } from './trace-events.ts';
import type { Dump } from './types.ts';
import { hex } from './values.ts';

/** `id` tells packets apart, as the kernel's random number does. */
export function printMonitor(dump: Dump, outcome: Outcome, id = 1): string {
  const family = outcome.header.src.length === 1 ? '2' : '10';
  const head = `${family} ${(id >>> 0).toString(16).padStart(8, '0')}`;
  return passEvents(outcome)
    .filter(({ events }) => events.length > 0)
    .map((each) => `PACKET: ${head} ${packetText(each)}\n${traceText(dump, head, each)}`)
    .join('');
}

const LEN_OFF = 20;
const FLAGS = ['SYN', 'ACK', 'FIN', 'RST', 'PSH', 'URG'] as const;
/** NFT_RETURN, which the tool has no word for. */
export const RETURN_NUMBER = '0xfffffffb';

function packetText({ pass, steps }: PassEvents): string {
  const { header, in: from, out } = pass;
  const { src, dst, length, tos, ttl, proto, sport, dport, flags, mac } = header;
  const v4 = src.length === 1;
  // The packet is told together with the first event, after what that rule did to the mark.
  const [first] = steps;
  const marked = first?.code === 'rule-mark' ? String(first.params['mark']) : undefined;
  const mark = marked ?? hex(header.mark);
  const words = [
    from !== undefined && `IN=${from}`,
    out !== undefined && `OUT=${out}`,
    mac !== undefined && from !== undefined && `MACSRC=${mac.replace(/\b0(?=[\da-f])/gi, '')}`,
    `SRC=${printAddress(src)}`,
    `DST=${printAddress(dst)}`,
    length !== undefined && `LEN=${v4 ? length : length - LEN_OFF}`,
    tos !== undefined && (v4 ? `TOS=${hex(tos)}` : `TC=${tos}`),
    ttl !== undefined && `${v4 ? 'TTL' : 'HOPLIMIT'}=${ttl}`,
    ...(hasPorts(proto) ? [`SPORT=${sport ?? 0}`, `DPORT=${dport ?? 0}`] : []),
    ...(proto === TCP ? FLAGS.filter((flag) => flags.includes(flag)) : []),
    mark !== '0x0' && `MARK=${mark}`,
  ];
  return `${words.filter((word) => word !== false).join(' ')} `;
}

const TCP = 6;

function traceText(dump: Dump, head: string, { events }: PassEvents): string {
  const v4 = head.startsWith('2 ');
  return events
    .map((event) => {
      const { kind, table, chain, verdict } = event;
      const start = ` TRACE: ${head} ${table}:${chain}:`;
      if (kind === 'policy') return `${start}policy:${verdict} \n`;
      const rule = ruleOf(dump, event);
      const spelt = rule && printRule(rule, v4 ? 'ipv4' : 'ipv6');
      const text = spelt === undefined ? '' : ` -${v4 ? 4 : 6} -t ${table} ${spelt}`;
      return `${start}rule:${hex(event.numbers[0] ?? 0)}:${verdictText(event)} ${text}\n`;
    })
    .join('');
}

function ruleOf(dump: Dump, { table, chain, numbers: [number = 0] }: TraceEvent) {
  return chainIn(dump, table, chain)?.rules[number - 1];
}

function verdictText({ verdict, to }: TraceEvent): string {
  if (verdict === 'RETURN') return RETURN_NUMBER;
  return to === undefined ? verdict : `${verdict}:${to}`;
}
