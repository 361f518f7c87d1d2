/**
 * The table of nftables mode after a first full sync.
 * Upstream: pkg/proxy/nftables/proxier.go syncProxyRules, v1.37.2. Where two service ports claim
 * one element, the later of the two in the order of names has it; upstream walks a map.
 * Left out: what later syncs add (stale chains).
 */
import { type NftTable, printTable } from './nft-table.ts';
import {
  baseTable,
  chain,
  fromPods,
  localhostRejectChain,
  rule,
  setMark,
} from './nftables-base.ts';
import type { Plan } from './plan.ts';
import { hashName } from './sha256.ts';
import type { Endpoint, Proxier, ServicePort } from './types.ts';

export function nftablesText(plans: readonly Plan[], proxier: Proxier): string {
  const table = baseTable(proxier);
  for (const plan of plans) writePort({ plan, proxier, table, names: nftNames(plan) });
  return printTable(table);
}

export interface NftNames {
  readonly cluster: string;
  readonly local: string;
  readonly external: string;
  readonly firewall: string;
  /** By `ip:port`, the chain and the affinity set of endpoints that some rule may lead to. */
  readonly endpoints: ReadonlyMap<string, { readonly chain: string; readonly affinity: string }>;
}

export function nftNames({ port, choice }: Plan): NftNames {
  const { namespace, name, protocol, portName } = port;
  const path = `${namespace}/${name}/${protocol}/${portName}`;
  const base = hashed(path);
  // Without affinity endpoints have no chains of their own.
  const own = port.affinity === undefined ? [] : choice.reachable;
  return {
    cluster: `service-${base}`,
    local: `local-${base}`,
    external: `external-${base}`,
    firewall: `firewall-${base}`,
    endpoints: new Map(
      own.map((endpoint) => {
        const ip = endpoint.ip.replaceAll(':', '.');
        const end = hashed(`${path}__${ip}/${endpoint.port}`);
        return [endpoint.address, { chain: `endpoint-${end}`, affinity: `affinity-${end}` }];
      }),
    ),
  };
}

/** knftables.NameLengthMax less the longest prefix. */
const LONGEST = 240;

function hashed(name: string): string {
  const whole = `${hashName(name, 8)}-${name}`;
  return whole.length > LONGEST ? `${whole.slice(0, LONGEST - 3)}...` : whole;
}

const LONGEST_COMMENT = 128;

interface Writing {
  readonly plan: Plan;
  readonly proxier: Proxier;
  readonly table: NftTable;
  readonly names: NftNames;
}

function writePort(writing: Writing): void {
  const { plan, table, names } = writing;
  const { port, choice } = plan;
  for (const endpoint of choice.reachable) {
    if (!endpoint.local) continue;
    const key = `${endpoint.ip} . ${endpoint.ip} . ${port.protocol} . ${endpoint.port}`;
    table.sets.get('hairpin-connections')?.elements.set(key, '');
  }
  table.sets.get('cluster-ips')?.elements.set(port.clusterIp.text, '');
  writeDestinations(writing);
  if (plan.usesExternal) writeExternalChain(writing);
  if (plan.isFirewalled) writeFirewallChain(writing);
  for (const [name, endpoints] of [
    [names.cluster, choice.cluster],
    [names.local, choice.local],
  ] as const) {
    if (endpoints.length === 0) continue;
    chain(table, name);
    if (port.affinity === undefined) rule(table, name, balance(port, endpoints, table.family));
    else writeSticky(writing, name, endpoints);
  }
  if (port.affinity !== undefined) writeEndpoints(writing, port.affinity);
}

/** Elements of the maps that lead to the chains of the port, or turn traffic away. */
function writeDestinations({ plan, proxier, table, names }: Writing): void {
  const { port, choice, internalRefused, externalRefused } = plan;
  const { maps } = table;
  const to = (ip: string): string => `${ip} . ${port.protocol} . ${port.port}`;
  const lead = (map: string, key: string, to: string): void => {
    claim(maps.get(map)?.elements, key, ` : goto ${to}`);
  };
  const turnAway = (map: string, key: string, refused: Plan['internalRefused']): void => {
    const verdict = refused === 'no-endpoints' ? 'goto reject-chain' : 'drop';
    const comment = port.fullName.slice(0, LONGEST_COMMENT);
    claim(maps.get(map)?.elements, key, ` comment "${comment}" : ${verdict}`);
  };
  const own = to(port.clusterIp.text);
  if (internalRefused === undefined) {
    lead('service-ips', own, port.internalLocal ? names.local : names.cluster);
  } else turnAway('no-endpoint-services', own, internalRefused);
  const external = [...plan.externalIps, ...port.loadBalancerIps];
  for (const { text } of external) {
    if (choice.hasAny) lead('service-ips', to(text), names.external);
    if (externalRefused !== undefined) turnAway('no-endpoint-services', to(text), externalRefused);
  }
  if (plan.isFirewalled) {
    for (const { text } of port.loadBalancerIps) lead('firewall-ips', to(text), names.firewall);
  }
  if (port.nodePort === 0) return;
  const nodePort = `${port.protocol} . ${port.nodePort}`;
  if (proxier.localhostRejects.includes(port.protocol)) {
    lead('localhost-nodeport-reject-ports', nodePort, localhostRejectChain(port.protocol));
  }
  if (choice.hasAny) lead('service-nodeports', nodePort, names.external);
  if (externalRefused !== undefined) turnAway('no-endpoint-nodeports', nodePort, externalRefused);
}

/** An element with the same verdict keeps the comment it has. */
function claim(elements: Map<string, string> | undefined, key: string, rest: string): void {
  const verdict = (text: string | undefined): string | undefined => text?.split(' : ')[1];
  if (verdict(elements?.get(key)) !== verdict(rest)) elements?.set(key, rest);
}

function writeExternalChain({ plan, proxier, table, names }: Writing): void {
  const { port, externalRefused } = plan;
  const { external, cluster, local } = names;
  const mark = setMark(proxier.masqueradeMark);
  const add = (text: string): void => rule(table, external, text);
  chain(table, external);
  if (port.externalLocal) {
    const { detector } = proxier;
    if (detector !== undefined) {
      add(`${fromPods(detector, false)} goto ${cluster} comment "short-circuit pod traffic"`);
    }
    add(`fib saddr type local ${mark} comment "masquerade local traffic"`);
    add(`fib saddr type local goto ${cluster} comment "short-circuit local traffic"`);
  } else add(`${mark} comment "masquerade"`);
  if (externalRefused === undefined) add(`goto ${port.externalLocal ? local : cluster}`);
}

function writeFirewallChain({ plan, table, names }: Writing): void {
  const { port, allowsNode } = plan;
  const sources = [...port.sourceRanges, ...(allowsNode ? port.loadBalancerIps : [])];
  const allowed = sources.map(({ text }) => text).join(' , ');
  chain(table, names.firewall);
  rule(table, names.firewall, `${table.family} saddr != { ${allowed} } drop`);
}

/** One rule for all endpoints; a map would be slow for a single one. */
function balance(
  { protocol }: ServicePort,
  endpoints: readonly Endpoint[],
  ip: NftTable['family'],
): string {
  const [first] = endpoints;
  if (endpoints.length === 1 && first !== undefined) {
    return `meta l4proto ${protocol} dnat to ${first.address}`;
  }
  const elements = endpoints.map((endpoint, at) => `${at} : ${endpoint.ip} . ${endpoint.port}`);
  return `meta l4proto ${protocol} dnat ${ip} addr . port to numgen random mod ${endpoints.length} map { ${elements.join(' , ')} }`;
}

function writeSticky(
  { table, names }: Writing,
  name: string,
  endpoints: readonly Endpoint[],
): void {
  const elements: string[] = [];
  for (const [at, { address }] of endpoints.entries()) {
    const own = names.endpoints.get(address);
    if (own === undefined) continue;
    rule(table, name, `${table.family} saddr @${own.affinity} goto ${own.chain}`);
    elements.push(`${at} : goto ${own.chain}`);
  }
  rule(table, name, `numgen random mod ${endpoints.length} vmap { ${elements.join(' , ')} }`);
}

function writeEndpoints({ plan, table, names }: Writing, seconds: number): void {
  const address = table.family === 'ip' ? 'ipv4_addr' : 'ipv6_addr';
  const properties = `type ${address} ; flags dynamic,timeout ; timeout ${seconds}s ;`;
  for (const endpoint of plan.choice.reachable) {
    const own = names.endpoints.get(endpoint.address);
    if (own === undefined) continue;
    table.sets.set(own.affinity, { properties, elements: new Map() });
    chain(table, own.chain);
    rule(table, own.chain, `update @${own.affinity} { ${table.family} saddr }`);
    rule(table, own.chain, `meta l4proto ${plan.port.protocol} dnat to ${endpoint.address}`);
  }
}
