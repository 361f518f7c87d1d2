/**
 * Reads what the reader states: the environment and the packets of `livenotes proxy trace`, as plain values
 * of a JSON or YAML document, and a packet in one line (`tcp 10.0.0.2:40000 -> 10.96.0.10:53 in eth0`).
 */
import { type Address, type Network, parseAddress, parseNetwork } from '../address.ts';
import {
  type ConnectionState,
  type Env,
  hasPorts,
  type Interface,
  type IpSet,
  type Packet,
  protocolNumber,
  type Route,
  type TcpFlag,
} from './packet.ts';

export type StatedCode =
  | 'stated-not-a-map'
  | 'stated-not-a-list'
  | 'stated-address'
  | 'stated-network'
  | 'stated-route'
  | 'stated-set'
  | 'stated-number'
  | 'stated-word'
  | 'stated-protocol'
  | 'stated-flag'
  | 'stated-state'
  | 'packet-line'
  | 'packet-port'
  | 'packet-families';

export interface StatedProblem {
  readonly code: StatedCode;
  /** `routes[1]`, `[0][2].dport`. */
  readonly path: string;
  readonly params: Readonly<Record<string, string>>;
}

export interface Stated<Value> {
  readonly value: Value;
  readonly problems: readonly StatedProblem[];
}

export const NOTHING_STATED: Env = {
  interfaces: [],
  routeLocalnet: false,
  ipsets: {},
  recent: {},
  limits: 'full',
};

/** Collects problems while values are read: each reader answers undefined after telling one. */
interface Reader {
  readonly problems: StatedProblem[];
  readonly path: string;
}

function at(reader: Reader, key: string | number): Reader {
  const step = typeof key === 'number' ? `[${key}]` : reader.path === '' ? key : `.${key}`;
  return { ...reader, path: reader.path + step };
}

function tell(reader: Reader, code: StatedCode, value: unknown): undefined {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
  reader.problems.push({ code, path: reader.path, params: { text: text.slice(0, 80) } });
  return undefined;
}

type Fields = Readonly<Record<string, unknown>>;

function fieldsOf(reader: Reader, value: unknown): Fields {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields;
  tell(reader, 'stated-not-a-map', value);
  return {};
}

function listOf<Item>(
  reader: Reader,
  value: unknown,
  each: (reader: Reader, item: unknown) => Item | undefined,
): readonly Item[] {
  if (!Array.isArray(value)) {
    tell(reader, 'stated-not-a-list', value);
    return [];
  }
  return value
    .map((item: unknown, index) => each(at(reader, index), item))
    .filter((item) => item !== undefined);
}

/** `value` undefined or null: nothing is stated. */
export function readEnv(value: unknown): Stated<Env> {
  const reader: Reader = { problems: [], path: '' };
  const fields = value == null ? {} : fieldsOf(reader, value);
  const stated = (key: string) => fields[key] ?? undefined;
  const interfaces = listOf(at(reader, 'interfaces'), stated('interfaces') ?? [], interfaceOf);
  const own = interfaces.flatMap(({ addresses }) => addresses.map(({ address }) => address));
  const localIPs =
    stated('localIPs') === undefined
      ? own
      : listOf(at(reader, 'localIPs'), stated('localIPs'), addressOf);
  const env: Env = {
    interfaces,
    ...((stated('localIPs') !== undefined || own.length > 0) && { localIPs }),
    ...(stated('routes') !== undefined && {
      routes: listOf(at(reader, 'routes'), stated('routes'), routeOf),
    }),
    routeLocalnet: stated('routeLocalnet') === true,
    ipsets: setsOf(at(reader, 'ipsets'), stated('ipsets') ?? {}),
    recent: recentOf(at(reader, 'recent'), stated('recent') ?? {}),
    limits: stated('limits') === 'empty' ? 'empty' : 'full',
  };
  if (stated('limits') !== undefined && !['full', 'empty'].includes(String(stated('limits')))) {
    tell(at(reader, 'limits'), 'stated-word', stated('limits'));
  }
  return { value: env, problems: reader.problems };
}

function addressOf(reader: Reader, value: unknown): Address | undefined {
  const address = typeof value === 'string' ? parseAddress(value) : undefined;
  return address ?? tell(reader, 'stated-address', value);
}

function interfaceOf(reader: Reader, value: unknown): Interface | undefined {
  if (typeof value === 'string') return { name: value, addresses: [] };
  const { name, ips } = fieldsOf(reader, value);
  if (typeof name !== 'string') return tell(at(reader, 'name'), 'stated-word', name);
  return { name, addresses: listOf(at(reader, 'ips'), ips ?? [], networkOf) };
}

function networkOf(reader: Reader, value: unknown): Network | undefined {
  const network = typeof value === 'string' ? parseNetwork(value) : undefined;
  return network ?? tell(reader, 'stated-network', value);
}

/** `default via 192.168.10.1 dev eth0`, `10.244.1.0/24 dev cni0 src 10.244.1.1`, as `ip route` prints. */
function routeOf(reader: Reader, value: unknown): Route | undefined {
  if (typeof value !== 'string') return tell(reader, 'stated-route', value);
  const [to = '', ...rest] = value.trim().split(/\s+/);
  const after = (word: string) => {
    const index = rest.indexOf(word);
    return index === -1 ? undefined : rest[index + 1];
  };
  const dev = after('dev');
  const via = parseAddress(after('via') ?? '');
  const src = parseAddress(after('src') ?? '');
  const network = to === 'default' ? anywhere(via ?? src) : parseNetwork(to);
  if (dev === undefined || network === undefined) return tell(reader, 'stated-route', value);
  return { network, dev, ...(via && { via }), ...(src && { src }) };
}

/** A default route without an address is of both families: nothing is masked, whatever is compared. */
function anywhere(like: Address | undefined): Network {
  const zeros = like?.map(() => 0) ?? [];
  return { address: zeros, mask: zeros };
}

function setsOf(reader: Reader, value: unknown): Readonly<Record<string, IpSet>> {
  const sets = Object.entries(fieldsOf(reader, value)).flatMap(([name, stated]) => {
    const own = at(reader, name);
    const { type, members } = fieldsOf(own, stated);
    if (typeof type !== 'string') tell(at(own, 'type'), 'stated-set', type);
    const text = (_: Reader, member: unknown) => String(member);
    const read = listOf(at(own, 'members'), members ?? [], text);
    return typeof type === 'string' ? [[name, { type, members: read }] as const] : [];
  });
  return Object.fromEntries(sets);
}

function recentOf(reader: Reader, value: unknown): Env['recent'] {
  const lists = Object.entries(fieldsOf(reader, value)).map(([name, stated]) => {
    const own = at(reader, name);
    const addresses = listOf(own, stated, (each, item) => addressOf(each, item) && String(item));
    return [name, addresses] as const;
  });
  return Object.fromEntries(lists);
}

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
