/**
 * Service ports read back from the table kube-proxy of nftables: chain names say namespace, name, protocol and
 * port; maps say which address leads to which chain.
 * Upstream: pkg/proxy/nftables/proxier.go syncProxyRules, v1.37.2.
 */
import type { Element, NftChain, NftDump, NftTable, Statement } from '../netfilter/index.ts';
import { type FoundAddress, type FoundEndpoint, openPort, type OpenPort } from './dump-model.ts';
import { joinHostPort } from './ip.ts';

export interface NftServiceChain {
  readonly kind: 'service' | 'local' | 'external' | 'firewall' | 'endpoint';
  /** `namespace/name/protocol/port`, which also is the key of the port. */
  readonly path: string;
  readonly fullName: string;
  readonly protocol: string;
}

/** Names that were cut off at 240 characters keep what they have. */
export function nftServiceChain(name: string): NftServiceChain | undefined {
  const [, kind, rest] =
    /^(service|local|external|firewall|endpoint)-[A-Z2-7]{8}-(.+)$/.exec(name) ?? [];
  if (kind === undefined || rest === undefined) return undefined;
  const path = rest.replace(/__.*$/, '');
  const [namespace = '', service = '', protocol = '', port = ''] = path.split('/');
  const fullName = `${namespace}/${service}${port === '' ? '' : `:${port}`}`;
  return { kind: kind as NftServiceChain['kind'], path, fullName, protocol };
}

/** The table of one family; the first where there are two. */
export function kubeProxyTable({ tables }: NftDump): NftTable | undefined {
  return tables.find(({ name }) => name === 'kube-proxy');
}

export function portsInNft(table: NftTable): ReadonlyMap<string, OpenPort> {
  const ports = new Map<string, OpenPort>();
  for (const chain of table.chains.values()) readChain(chain, table, ports);
  const clusterIps = new Set(elementsOf(table, 'cluster-ips').map(({ key }) => key[0]));
  for (const element of elementsOf(table, 'service-ips')) {
    readServed(element, ports, clusterIps.has(element.key[0] ?? ''));
  }
  for (const element of elementsOf(table, 'service-nodeports')) readServed(element, ports, false);
  for (const element of elementsOf(table, 'firewall-ips')) readFirewalled(element, ports);
  for (const name of ['no-endpoint-services', 'no-endpoint-nodeports']) {
    for (const element of elementsOf(table, name)) readRefused(element, ports, clusterIps);
  }
  return ports;
}

function elementsOf({ sets }: NftTable, name: string): readonly Element[] {
  return sets.get(name)?.elements ?? [];
}

function portOf(
  ports: Map<string, OpenPort>,
  { path, fullName, protocol }: Omit<NftServiceChain, 'kind'>,
  line: number,
): OpenPort {
  const port = ports.get(path) ?? openPort(path, line);
  port.fullName ??= fullName;
  port.protocol ||= protocol;
  ports.set(path, port);
  return port;
}

function readChain(chain: NftChain, table: NftTable, ports: Map<string, OpenPort>): void {
  const own = nftServiceChain(chain.name);
  if (own === undefined || own.kind === 'endpoint') return;
  const port = portOf(ports, own, chain.line);
  port.chains.push(chain.name);
  const statements = chain.rules.flatMap((rule) => rule.statements);
  if (own.kind === 'service') port.cluster = endpointsIn(chain, table, port);
  else if (own.kind === 'local') port.local = endpointsIn(chain, table, port);
  else if (own.kind === 'external') {
    const isLocal = statements.some(
      (one) =>
        (one.op === 'match' && one.left.some(({ field }) => field === 'fib-saddr-type')) ||
        (one.op === 'verdict' && one.verdict.chain.startsWith('local-')),
    );
    port.external = isLocal ? 'Local' : 'Cluster';
  } else port.sourceRanges.push(...statements.flatMap(rangesIn));
}

function rangesIn(statement: Statement): readonly string[] {
  if (statement.op !== 'match' || !statement.not) return [];
  const { right } = statement;
  if ('elements' in right) return right.elements.map(({ key }) => key.join(' . '));
  return Array.isArray(right) ? right : [];
}

/** One rule with all of them, or one that draws a chain for each. */
function endpointsIn(chain: NftChain, table: NftTable, port: OpenPort): FoundEndpoint[] {
  return chain.rules.flatMap((rule) => {
    const { line } = rule;
    return rule.statements.flatMap((one): readonly FoundEndpoint[] => {
      if (one.op === 'dnat') {
        const { to } = one;
        if ('address' in to) {
          const address = joinHostPort(to.address ?? '', Number(to.port));
          return [{ address, probability: 1, chain: undefined, line }];
        }
        const { modulus } = to.numgen;
        const drawn = 'elements' in to.map ? to.map.elements : elementsOf(table, to.map.name);
        return drawn.map(({ data = [] }) => ({
          address: joinHostPort(data[0] ?? '', Number(data[1])),
          probability: 1 / modulus,
          chain: undefined,
          line,
        }));
      }
      if (one.op !== 'draw') return [];
      const drawn = 'elements' in one.map ? one.map.elements : elementsOf(table, one.map.name);
      return drawn.map(({ verdict }) => {
        const name = verdict?.chain ?? '';
        const address = stickyEndpoint(table.chains.get(name), table, port);
        return { address, probability: 1 / one.numgen.modulus, chain: name, line };
      });
    });
  });
}

function stickyEndpoint(
  chain: NftChain | undefined,
  table: NftTable,
  port: OpenPort,
): string | undefined {
  let address: string | undefined;
  for (const one of chain?.rules.flatMap(({ statements }) => statements) ?? []) {
    if (one.op === 'update') {
      const seconds = secondsIn(table.sets.get(one.set)?.timeout ?? '');
      if (seconds > 0) port.affinitySeconds = seconds;
    }
    if (one.op === 'dnat' && 'address' in one.to) {
      address = joinHostPort(one.to.address ?? '', Number(one.to.port));
    }
  }
  return address;
}

const SECONDS: Readonly<Record<string, number>> = { d: 86400, h: 3600, m: 60, s: 1 };

/** `10800s` as kube-proxy writes it, `3h` and `1d` as nft prints it. */
function secondsIn(text: string): number {
  let total = 0;
  for (const [, value, unit = ''] of text.matchAll(/(\d+)([dhms])/g)) {
    total += Number(value) * (SECONDS[unit] ?? 0);
  }
  return total;
}

function readServed(
  { key, verdict, line }: Element,
  ports: Map<string, OpenPort>,
  isClusterIp: boolean,
): void {
  const own = nftServiceChain(verdict?.chain ?? '');
  if (own === undefined) return;
  const port = portOf(ports, own, line);
  port.addresses.push(addressIn(key, line, isClusterIp));
  if (isClusterIp) port.internal = own.kind === 'local' ? 'Local' : 'Cluster';
}

/** `ip . protocol . port`, of a node port without the address. */
function addressIn(key: readonly string[], line: number, isClusterIp: boolean): FoundAddress {
  const [ip = '', , port] = key.length === 3 ? key : ['*', ...key];
  const kind = isClusterIp ? 'cluster-ip' : ip === '*' ? 'node-port' : 'external';
  return { kind, ip, port: Number(port), line };
}

function readFirewalled({ key, verdict }: Element, ports: Map<string, OpenPort>): void {
  const port = ports.get(nftServiceChain(verdict?.chain ?? '')?.path ?? '');
  const at = port?.addresses.findIndex(({ ip }) => ip === key[0]) ?? -1;
  const found = port?.addresses[at];
  if (port === undefined || found === undefined) return;
  port.addresses[at] = { ...found, kind: 'load-balancer-ip' };
  const own = port.sourceRanges.indexOf(found.ip);
  // Let in beside the ranges, for the node.
  if (own >= 0) port.sourceRanges.splice(own, 1);
}

/** The comment of an element says whose it is. */
function readRefused(
  { key, verdict, comment = '', line }: Element,
  ports: Map<string, OpenPort>,
  clusterIps: ReadonlySet<string | undefined>,
): void {
  const isClusterIp = key.length === 3 && clusterIps.has(key[0]);
  const found = addressIn(key, line, isClusterIp);
  const protocol = key.at(-2) ?? '';
  const [, service = '', name = ''] = /^([^:]+)(?::(.*))?$/.exec(comment) ?? [];
  const path = service.includes('/')
    ? `${service}/${protocol}/${name}`
    : `${found.ip}:${found.port}`;
  const port = portOf(ports, { path, fullName: comment, protocol }, line);
  if (!service.includes('/')) port.fullName = undefined;
  const how = verdict?.kind === 'drop' ? 'drop' : 'reject';
  port.refused.push({ ...found, with: how });
  if (how === 'reject') return;
  if (isClusterIp) port.internal ??= 'Local';
  else port.external ??= 'Local';
}
