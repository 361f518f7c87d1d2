/** Reads the environment of `livenotes proxy trace`, as plain values of a JSON or YAML document. */
import { type Address, type Network, parseAddress, parseNetwork } from '../address.ts';
import type { Env, Interface, IpSet, Route } from './packet.ts';
import { addressOf, at, fieldsOf, listOf, type Reader, type Stated, tell } from './stated.ts';

export const NOTHING_STATED: Env = {
  interfaces: [],
  routeLocalnet: false,
  ipsets: {},
  recent: {},
  limits: 'full',
};

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
