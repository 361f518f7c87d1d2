/**
 * Reads the packets of `livenotes proxy trace`: as plain values of a JSON or YAML document, or in one line
 * (`tcp 10.0.0.2:40000 -> 10.96.0.10:53 in eth0`).
 */
import {
  type ConnectionState,
  hasPorts,
  type Packet,
  protocolNumber,
  type TcpFlag,
} from './packet.ts';
import {
  addressOf,
  at,
  fieldsOf,
  listOf,
  type Reader,
  type Stated,
  type StatedCode,
  tell,
} from './stated.ts';

const STATES: readonly string[] = ['NEW', 'ESTABLISHED', 'RELATED', 'INVALID', 'UNTRACKED'];
const FLAGS: readonly string[] = ['FIN', 'SYN', 'RST', 'PSH', 'ACK', 'URG'];
const NUMBERS = {
  sport: 65535,
  dport: 65535,
  type: 255,
  code: 255,
  icmpId: 65535,
  mark: 0xffffffff,
  uid: 0xffffffff,
  gid: 0xffffffff,
  length: 65535,
  ttl: 255,
  tos: 255,
  at: Number.MAX_SAFE_INTEGER,
} as const satisfies Partial<Record<keyof Packet, number>>;

/**
 * Flows of packets: a list of packets is one flow each, a list of lists keeps the packets of a flow together.
 * `grouped` tells which it was.
 */
export function readPackets(
  value: unknown,
): Stated<{ readonly flows: readonly (readonly Packet[])[]; readonly grouped: boolean }> {
  const reader: Reader = { problems: [], path: '' };
  const grouped = Array.isArray(value) && value.some(Array.isArray);
  const flows = listOf<readonly Packet[]>(reader, value, (each, item) => {
    if (grouped) return listOf(each, item, packetOf);
    const packet = packetOf(each, item);
    return packet && [packet];
  });
  return { value: { flows, grouped }, problems: reader.problems };
}

function packetOf(reader: Reader, value: unknown): Packet | undefined {
  if (typeof value === 'string') {
    const line = readPacketLine(value);
    reader.problems.push(...line.problems.map((each) => ({ ...each, path: reader.path })));
    return line.value;
  }
  const before = reader.problems.length;
  const fields = fieldsOf(reader, value);
  if (reader.problems.length > before) return undefined;
  const src = addressOf(at(reader, 'src'), fields['src']);
  const dst = addressOf(at(reader, 'dst'), fields['dst']);
  const proto = String(fields['proto'] ?? 'tcp').toLowerCase();
  const number = protocolNumber(proto);
  if (number === undefined) tell(at(reader, 'proto'), 'stated-protocol', proto);
  if (src && dst && src.length !== dst.length) tell(reader, 'packet-families', fields['dst']);
  const numbers = Object.entries(NUMBERS).flatMap(([key, most]) => {
    const stated = fields[key];
    if (stated == null) return [];
    const read = typeof stated === 'string' ? Number(stated) : stated;
    if (typeof read === 'number' && Number.isInteger(read) && read >= 0 && read <= most) {
      return [[key, read] as const];
    }
    tell(at(reader, key), 'stated-number', stated);
    return [];
  });
  const flags =
    fields['flags'] == null
      ? undefined
      : listOf(at(reader, 'flags'), fields['flags'], (each, flag) =>
          FLAGS.includes(String(flag)) ? (flag as TcpFlag) : tell(each, 'stated-flag', flag),
        );
  const state = fields['state'];
  if (state != null && !STATES.includes(String(state)))
    tell(at(reader, 'state'), 'stated-state', state);
  for (const port of ['sport', 'dport'] as const) {
    if (number !== undefined && hasPorts(number) && fields[port] == null)
      tell(at(reader, port), 'packet-port', proto);
  }
  if (reader.problems.length > before || !src || !dst) return undefined;
  const { in: from, mac } = fields;
  return {
    src,
    dst,
    proto,
    ...(typeof from === 'string' && from !== '' && { in: from }),
    ...(typeof mac === 'string' && { mac }),
    ...(flags && { flags }),
    ...(state != null && { state: state as ConnectionState }),
    ...(Object.fromEntries(numbers) as Partial<Packet>),
  };
}

const LINE = /^(?<proto>[\w-]+)\s+(?<src>\S+?)\s*(?:->|→)\s*(?<dst>\S+)(?<rest>(?:\s+\S+)*)$/;

/**
 * `PROTO SRC[:PORT] -> DST[:PORT]`, then any of `in IFACE`, `flags SYN,ACK`, `type 8`, `code 0`, `mark 0x1`,
 * `uid 1000`, `state ESTABLISHED` and the other fields of a packet.
 */
export function readPacketLine(text: string): Stated<Packet | undefined> {
  const found = LINE.exec(text.trim())?.groups;
  const problem = (code: StatedCode): Stated<undefined> => ({
    value: undefined,
    problems: [{ code, path: '', params: { text: text.slice(0, 120) } }],
  });
  if (!found) return problem('packet-line');
  const { proto = '', src = '', dst = '', rest = '' } = found;
  const words = rest.trim() === '' ? [] : rest.trim().split(/\s+/);
  const [from, to] = [endpoint(src), endpoint(dst)];
  const fields: Record<string, unknown> = { proto, src: from.address, dst: to.address };
  if (from.port !== undefined) fields['sport'] = from.port;
  else if (hasPorts(protocolNumber(proto) ?? 0)) fields['sport'] = EPHEMERAL;
  if (to.port !== undefined) fields['dport'] = to.port;
  for (let index = 0; index < words.length; index += 2) {
    const [key = '', value] = [words[index], words[index + 1]];
    const known = ['in', 'flags', 'state', 'mac', ...Object.keys(NUMBERS)].includes(key);
    if (!known || value === undefined) return problem('packet-line');
    fields[key] = key === 'flags' ? value.split(',') : value;
  }
  if (/^icmp/.test(proto) || proto === 'ipv6-icmp') {
    fields['type'] ??= proto === 'icmp' ? ECHO_REQUEST : ECHO_REQUEST_V6;
  }
  const reader: Reader = { problems: [], path: '' };
  return { value: packetOf(reader, fields), problems: reader.problems };
}

/** A port that no service uses, where the reader does not care. */
const EPHEMERAL = 40000;
const ECHO_REQUEST = 8;
const ECHO_REQUEST_V6 = 128;

function endpoint(text: string): { readonly address: string; readonly port?: string } {
  const bracketed = /^\[([^\]]+)\](?::(\d+))?$/.exec(text);
  const plain = bracketed ?? /^([^:]+)(?::(\d+))?$/.exec(text);
  if (!plain) return { address: text };
  const [, address = '', port] = plain;
  return { address, ...(port !== undefined && { port }) };
}
