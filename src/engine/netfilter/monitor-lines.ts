/**
 * The lines of a kernel trace, one at a time, whichever tool wrote them: `xtables-monitor --trace`
 * (iptables/xtables-monitor.c), `nft monitor trace` (src/netlink.c of nftables), and the kernel's own log
 * with the TRACE target of the legacy back end (net/netfilter/nf_log_syslog.c), whatever stands before it.
 */
import { parseAddress } from '../address.ts';
import { RETURN_NUMBER } from './monitor-print.ts';
import { nftLine } from './monitor-nft-line.ts';
import { hasPorts, type Packet, protocolNumber, type TcpFlag } from './packet.ts';

export type TraceFormat = 'xtables-monitor' | 'nft-monitor' | 'kernel-log';

/** The packet as a line shows it. */
export interface ShownPacket extends Partial<Packet> {
  readonly out?: string;
  /** What no rule changes on the way, to know the packet again. */
  readonly key: string;
}

export interface ShownEvent {
  readonly kind: 'rule' | 'policy' | 'return';
  readonly table: string;
  readonly chain: string;
  /** Of the legacy back end: the end of a chain has a number, too. */
  readonly number?: number;
  readonly verdict: string;
  readonly to?: string;
  /** The rule as the tool spells it. */
  readonly text?: string;
}

export interface TraceLine {
  readonly format: TraceFormat;
  readonly id: string;
  readonly shown?: ShownPacket;
  readonly event?: ShownEvent;
}

/** `other`: a line that is no part of a trace, and no mistake either. */
export function readTraceLine(line: string): TraceLine | 'other' | undefined {
  const text = line.trim();
  if (text === '' || text.startsWith('#')) return 'other';
  const nft = text.startsWith('trace id ') ? nftLine(text) : undefined;
  if (nft) return nft;
  return monitorLine(text) ?? kernelLine(text) ?? (OTHER.test(text) ? 'other' : undefined);
}

/** What xtables-monitor prints of changes, the tools' warnings, the kernel's other messages. */
const OTHER = /^(EVENT:|NEWGEN:|NFTABLES|trace id \S+ inet )|^(<\d+>)?\[\s*\d+\.\d+\] |\bkernel: /;

function monitorLine(text: string): TraceLine | undefined {
  const packet = /^PACKET: (\d+) ([\da-f]+) (.*)$/.exec(text);
  if (packet) {
    const [, , id = '', rest = ''] = packet;
    return { format: 'xtables-monitor', id, shown: shownPacket(rest) };
  }
  const trace = /^TRACE: \d+ ([\da-f]+) ([^: ]+):(.+?):(rule|policy|return):(.*)$/.exec(text);
  if (!trace) return undefined;
  const [, id = '', table = '', chain = '', kind, rest = ''] = trace;
  const place = { table, chain };
  const line = { format: 'xtables-monitor', id } as const;
  if (kind === 'return') return { ...line, event: { ...place, kind, verdict: '' } };
  if (kind === 'policy') return { ...line, event: { ...place, kind, verdict: rest.trim() } };
  const rule = /^0x[\da-f]+:([^\s:]+)(?::(\S+))?\s*(.*)$/.exec(rest);
  if (!rule) return undefined;
  const [, verdict = '', to, spelt = ''] = rule;
  const at = spelt.indexOf('-A ');
  return {
    ...line,
    event: {
      ...place,
      kind: 'rule',
      verdict: verdict === RETURN_NUMBER ? 'RETURN' : verdict,
      ...(to !== undefined && { to }),
      ...(at !== -1 && { text: spelt.slice(at) }),
    },
  };
}

function kernelLine(text: string): TraceLine | undefined {
  const found = /\bTRACE: ([^: ]+):(\S+?):(rule|policy|return):(\d+) +(IN=.*)$/.exec(text);
  if (!found) return undefined;
  const [, table = '', chain = '', kind = '', number, rest = ''] = found;
  const shown = shownPacket(rest);
  return {
    format: 'kernel-log',
    id: shown.key,
    shown,
    event: {
      kind: kind as ShownEvent['kind'],
      table,
      chain,
      number: Number(number),
      verdict: '',
    },
  };
}

const FLAGS: readonly string[] = ['FIN', 'SYN', 'RST', 'PSH', 'ACK', 'URG'];
const PROTOCOLS: Readonly<Record<string, string>> = { icmpv6: 'ipv6-icmp' };

/** `IN=eth0 OUT= SRC=… DST=… LEN=60 TOS=0x00 TTL=64 ID=1 DF PROTO=TCP SPT=1 DPT=80 SYN MARK=0x1`. */
function shownPacket(text: string): ShownPacket {
  // An ICMP error ends with the packet that it is about, in brackets.
  const inner = text.indexOf('[');
  const words = (inner === -1 ? text : text.slice(0, inner)).split(' ');
  const fields = new Map<string, string>();
  const flags: TcpFlag[] = [];
  for (const word of words) {
    const equals = word.indexOf('=');
    if (equals === -1 && FLAGS.includes(word)) flags.push(word as TcpFlag);
    const name = word.slice(0, equals);
    // Behind the protocol ID and LEN are those of the inner protocol.
    const own = fields.has('PROTO') && (name === 'ID' || name === 'LEN') ? `INNER-${name}` : name;
    if (equals > 0 && !fields.has(own)) fields.set(own, word.slice(equals + 1));
  }
  // After URGP=0 and MARK=0x1 stand no flags, and `ACK=0` is none.
  return packetOf(fields, flags);
}

function packetOf(fields: ReadonlyMap<string, string>, flags: readonly TcpFlag[]): ShownPacket {
  const of = (...names: readonly string[]) => {
    const value = names.map((name) => fields.get(name)).find((each) => each !== undefined);
    const number =
      value === undefined ? Number.NaN : Number(/^(?:0x[\da-f]+|\d+)/i.exec(value)?.[0]);
    return Number.isInteger(number) ? number : undefined;
  };
  const src = parseAddress(fields.get('SRC') ?? '');
  const dst = parseAddress(fields.get('DST') ?? '');
  const stated = fields.get('PROTO')?.toLowerCase();
  const proto = PROTOCOLS[stated ?? ''] ?? stated ?? (flags.length > 0 ? 'tcp' : undefined);
  const monitor = stated === undefined;
  const v6 = src?.length === 4;
  const length = of('LEN');
  const [type, code, icmpId] = [of('TYPE'), of('CODE'), v6 ? of('INNER-ID', 'ID') : of('INNER-ID')];
  const ports = proto === undefined || hasPorts(protocolNumber(proto) ?? 0);
  const [sport, dport] = ports ? [of('SPT', 'SPORT'), of('DPT', 'DPORT')] : [];
  const numbers = {
    sport,
    dport,
    type,
    code,
    icmpId: type === undefined ? undefined : icmpId,
    mark: of('MARK'),
    uid: of('UID'),
    gid: of('GID'),
    ttl: of('TTL', 'HOPLIMIT'),
    // The kernel's log parts TOS and PREC.
    tos: v6 ? of('TC') : sum(of('TOS'), of('PREC')),
    length: length !== undefined && v6 && monitor ? length + V6_LEN_OFF : length,
  };
  const mac = macOf(fields);
  const from = fields.get('IN');
  const out = fields.get('OUT');
  const known = Object.entries(numbers).filter(([, value]) => value !== undefined);
  const name = v6 ? 'FLOWLBL' : 'ID';
  const ids = [name, 'LEN', 'PROTO', 'SEQ', ...(monitor ? ['SPORT', 'DPORT'] : [])];
  return {
    key: ids.map((each) => fields.get(each) ?? '').join('/'),
    ...(src && { src }),
    ...(dst && { dst }),
    ...(proto !== undefined && { proto }),
    ...(from !== undefined && from !== '' && { in: from }),
    ...(out !== undefined && out !== '' && { out }),
    ...(proto === 'tcp' && { flags }),
    ...(mac !== undefined && { mac }),
    ...Object.fromEntries(known),
  };
}

/** xtables-monitor adds the size of an IPv4 header. */
const V6_LEN_OFF = 20;

function sum(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined ? b : a + (b ?? 0);
}

/** `MACSRC=2:0:0:0:0:1`; in the kernel's log destination, source and type in one. */
function macOf(fields: ReadonlyMap<string, string>): string | undefined {
  const bytes = fields.get('MACSRC')?.split(':') ?? fields.get('MAC')?.split(':').slice(6, 12);
  if (bytes?.length !== 6) return undefined;
  return bytes.map((byte) => byte.padStart(2, '0')).join(':');
}
