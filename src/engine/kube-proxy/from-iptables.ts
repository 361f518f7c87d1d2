/**
 * Service ports read back from the nat and filter tables: chain names are hashes of names and protocol, names
 * stand in comments, and above 1,000 endpoints only in those of the chains that all Services share.
 * Upstream: pkg/proxy/iptables/proxier.go syncProxyRules, v1.37.2.
 */
import type { Chain, Dump, Rule, Table } from '../netfilter/index.ts';
import {
  type FoundAddress,
  type FoundEndpoint,
  type FoundKind,
  openPort,
  type OpenPort,
} from './dump-model.ts';
import { commentIn, ipIn, serviceChain, statedIn } from './dump-rule.ts';
import { hashName } from './sha256.ts';

interface Reading {
  readonly nat: Table | undefined;
  readonly filter: Table | undefined;
  readonly ports: Map<string, OpenPort>;
}

/** By key: the hash of the port's chains. */
export function portsInIptables({ tables }: Dump): ReadonlyMap<string, OpenPort> {
  const named = (name: string): Table | undefined => tables.find((table) => table.name === name);
  const reading: Reading = { nat: named('nat'), filter: named('filter'), ports: new Map() };
  for (const rule of rulesOf(reading.nat, 'KUBE-SERVICES')) readService(rule, reading);
  for (const rule of rulesOf(reading.nat, 'KUBE-NODEPORTS')) readNodePort(rule, reading);
  for (const chain of reading.nat?.chains.values() ?? []) readChain(chain, reading);
  for (const name of ['KUBE-SERVICES', 'KUBE-EXTERNAL-SERVICES']) {
    for (const rule of rulesOf(reading.filter, name)) readRefusal(rule, reading);
  }
  for (const rule of rulesOf(reading.filter, 'KUBE-NODEPORTS')) readHealthCheck(rule, reading);
  for (const rule of rulesOf(reading.filter, 'KUBE-PROXY-FIREWALL')) readFirewalled(rule, reading);
  return reading.ports;
}

function rulesOf(table: Table | undefined, chain: string): readonly Rule[] {
  return table?.chains.get(chain)?.rules ?? [];
}

function portOf({ ports }: Reading, key: string, line: number): OpenPort {
  const port = ports.get(key) ?? openPort(key, line);
  ports.set(key, port);
  return port;
}

const KINDS: readonly (readonly [ending: string, kind: FoundKind])[] = [
  [' cluster IP', 'cluster-ip'],
  [' external IP', 'external-ip'],
  [' loadbalancer IP', 'load-balancer-ip'],
];

/** `ns/name:port cluster IP` and the like. */
function splitComment(comment: string): readonly [name: string | undefined, kind?: FoundKind] {
  for (const [ending, kind] of KINDS) {
    if (comment.endsWith(ending)) return [comment.slice(0, -ending.length), kind];
  }
  return [undefined];
}

function nameIt(port: OpenPort, name: string | undefined, protocol: string | undefined): void {
  if (name?.includes('/')) port.fullName ??= name;
  if (protocol !== undefined) port.protocol ||= protocol;
}

function readService(rule: Rule, reading: Reading): void {
  const chain = serviceChain(rule.target?.name ?? '');
  const ip = ipIn(rule);
  const dport = statedIn(rule, '--dport');
  if (chain === undefined || ip === undefined || dport === undefined) return;
  const { kind: to, hash } = chain;
  const port = portOf(reading, hash, rule.line);
  const [name, said] = splitComment(commentIn(rule));
  nameIt(port, name, statedIn(rule, '-p'));
  const guess: FoundKind =
    to === 'FW' ? 'load-balancer-ip' : to === 'EXT' || to === 'XLB' ? 'external' : 'cluster-ip';
  const kind = said ?? guess;
  port.addresses.push({ kind, ip, port: Number(dport), line: rule.line });
  if (kind === 'cluster-ip') port.internal = to === 'SVL' ? 'Local' : 'Cluster';
}

/** A second rule that counts packets to localhost says nothing new. */
function readNodePort(rule: Rule, reading: Reading): void {
  const chain = serviceChain(rule.target?.name ?? '');
  const dport = statedIn(rule, '--dport');
  if (chain === undefined || dport === undefined) return;
  const port = portOf(reading, chain.hash, rule.line);
  nameIt(port, commentIn(rule), statedIn(rule, '-p'));
  const found: FoundAddress = { kind: 'node-port', ip: '*', port: Number(dport), line: rule.line };
  if (!port.addresses.some((one) => one.ip === '*' && one.port === found.port)) {
    port.addresses.push(found);
  }
}

function readChain(chain: Chain, reading: Reading): void {
  const own = serviceChain(chain.name);
  if (own === undefined || own.kind === 'SEP') return;
  const port = portOf(reading, own.hash, chain.line);
  port.chains.push(chain.name);
  if (own.kind === 'SVC') port.cluster = endpointsIn(chain, port, reading);
  else if (own.kind === 'SVL') port.local = endpointsIn(chain, port, reading);
  else if (own.kind === 'EXT') port.external = externalPolicy(chain);
  else if (own.kind === 'FW') {
    const ranges = chain.rules.flatMap((rule) => statedIn(rule, '-s') ?? []);
    // The load balancer's own address is let in beside the ranges, for the node.
    const own = new Set(port.addresses.map(({ ip }) => ip));
    port.sourceRanges.push(
      ...ranges.filter((range) => !own.has(range.replace(/\/(?:32|128)$/, ''))),
    );
  }
}

/** Pods and the node take a short cut under Local only. */
function externalPolicy({ rules }: Chain): 'Cluster' | 'Local' {
  const isLocal = rules.some(
    (rule) =>
      statedIn(rule, '--src-type') !== undefined ||
      serviceChain(rule.target?.name ?? '')?.kind === 'SVL',
  );
  return isLocal ? 'Local' : 'Cluster';
}

function endpointsIn({ rules }: Chain, port: OpenPort, { nat }: Reading): FoundEndpoint[] {
  const endpoints: FoundEndpoint[] = [];
  let left = 1;
  for (const rule of rules) {
    const name = rule.target?.name ?? '';
    if (serviceChain(name)?.kind !== 'SEP') continue;
    if (rule.matches.some((match) => match.name === 'recent')) {
      const seconds = Number(statedIn(rule, '--seconds'));
      if (seconds > 0) port.affinitySeconds = seconds;
      continue;
    }
    const stated = statedIn(rule, '--probability');
    const chance = stated === undefined ? 1 : Number(stated);
    const dnat = rulesOf(nat, name).find((one) => one.target?.name === 'DNAT');
    const address = dnat && statedIn(dnat, '--to-destination');
    endpoints.push({ address, probability: left * chance, chain: name, line: rule.line });
    left *= 1 - chance;
  }
  return endpoints;
}

const REFUSED = /^(.+) has no (local )?endpoints$/;

function readRefusal(rule: Rule, reading: Reading): void {
  const { target, line, chain } = rule;
  const verdict = { REJECT: 'reject', DROP: 'drop' } as const;
  const how = verdict[target?.name as keyof typeof verdict];
  const dport = statedIn(rule, '--dport');
  if (how === undefined || dport === undefined) return;
  const [, name, isLocal] = REFUSED.exec(commentIn(rule)) ?? [];
  const protocol = statedIn(rule, '-p') ?? '';
  const ip = ipIn(rule) ?? '*';
  // Without the comment nobody tells whose the address is, but another rule that names it.
  const key =
    name === undefined
      ? (ownerOf(reading, ip, Number(dport), protocol) ?? `${ip}:${dport}`)
      : hashName(name + protocol, 16);
  const port = portOf(reading, key, line);
  nameIt(port, name, protocol);
  const isInternal = chain === 'KUBE-SERVICES';
  const kind = isInternal ? 'cluster-ip' : ip === '*' ? 'node-port' : 'external';
  port.refused.push({ kind, ip, port: Number(dport), line, with: how });
  const policy = isLocal === undefined && how === 'reject' ? undefined : 'Local';
  if (isInternal) port.internal ??= policy;
  else port.external ??= policy;
}

function ownerOf(
  { ports }: Reading,
  ip: string,
  dport: number,
  protocol: string,
): string | undefined {
  for (const { key, addresses, protocol: own } of ports.values()) {
    if (own === protocol && addresses.some((one) => one.ip === ip && one.port === dport))
      return key;
  }
  return undefined;
}

/** One rule for each port of the Service, without its protocol. */
function readHealthCheck(rule: Rule, { ports }: Reading): void {
  const [, name] = /^(.+) health check node port$/.exec(commentIn(rule)) ?? [];
  const dport = Number(statedIn(rule, '--dport'));
  for (const port of ports.values()) {
    if (name !== undefined && port.fullName === name) port.healthCheckNodePort = dport;
  }
}

/** Tells which external address is a load balancer's. */
function readFirewalled(rule: Rule, { ports }: Reading): void {
  const [, hash = ''] = /KUBE-FW-([A-Z2-7]{16})/.exec(commentIn(rule)) ?? [];
  const ip = ipIn(rule);
  const port = ports.get(hash);
  const at = port?.addresses.findIndex((one) => one.ip === ip && one.kind === 'external') ?? -1;
  const found = port?.addresses[at];
  if (port !== undefined && found !== undefined) {
    port.addresses[at] = { ...found, kind: 'load-balancer-ip' };
  }
}
