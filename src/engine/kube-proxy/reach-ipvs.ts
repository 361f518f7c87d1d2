/**
 * The way of a packet in ipvs mode: iptables rules, then the virtual server, then iptables rules again.
 * Source: net/netfilter/ipvs/ip_vs_core.c (ip_vs_ops: LOCAL_IN behind filter, LOCAL_OUT between nat and filter;
 * ip_vs_leave: no real server is ICMP port unreachable) and ip_vs_xmit.c (ip_vs_nat_send_or_cont: LOCAL_OUT and
 * POSTROUTING follow, but for a real server on the node itself), Linux 6.18. All addresses of Services are the
 * node's own: they lie on kube-ipvs0, and what the node sends to one has it as source.
 * Shares are those of a scheduler that gives every real server as much as the others (all weigh 1). Packets are
 * taken to be routed, not bridged (`physdev`).
 */
import { parseAddress, printEndpoint, sameAddress } from '../address.ts';
import { parseDump } from '../netfilter/index.ts';
import { type Dump, type Env, type IpSet, type Packet, tracePacket } from '../netfilter/index.ts';
import { saveText } from './iptables-save.ts';
import { ipvsRules } from './ipvs.ts';
import { IPVS_JUMPS } from './ipvs-rules.ts';
import { type Fate, fateOf, type ReachStep, type Walker } from './reach-walk.ts';
import type { PlannedRules } from './rules.ts';

interface Server {
  readonly line: string;
  readonly scheduler: string;
  readonly real: readonly { readonly address: string; readonly line: string }[];
}

export function prepareIpvs({ plans, proxier }: PlannedRules): Walker {
  const rules = ipvsRules(plans, proxier);
  const text = saveText(rules.iptables, proxier.family, IPVS_JUMPS).replaceAll(
    ' -m physdev ! --physdev-is-in',
    '',
  );
  const lines = text.split('\n');
  const without = (chains: RegExp): Dump =>
    parseDump(lines.filter((line) => !chains.test(line)).join('\n'));
  const whole = parseDump(text);
  /** Of what the node sends ipvs takes the packet before filter sees it. */
  const beforeServer = without(/^-A POSTROUTING |^-A (?:OUTPUT|INPUT) .*-j KUBE-(?!SERVICES)/);
  const afterServer = without(/^-A (?:PREROUTING|INPUT|FORWARD|OUTPUT) /);
  const servers = serversIn(rules.servers);
  const ipsets = setsIn(rules.sets);
  const ipvsName = proxier.family === 'ipv4' ? 'KUBE-IPVS-IPS' : 'KUBE-6-IPVS-IPS';
  const onDummy = ipsets[ipvsName]?.members.flatMap((ip) => [parseAddress(ip) ?? []]) ?? [];
  return {
    dress: (stage) => {
      const localIPs = [...(stage.env.localIPs ?? []), ...onDummy];
      return { ...stage, env: { ...stage.env, ipsets, localIPs } };
    },
    walk: ({ env }, packet) => {
      const server = servers.get(serverKey(packet));
      const isOurs = packet.in === undefined;
      const dump = isOurs && server !== undefined ? beforeServer : whole;
      return tracePacket(dump, env, packet).flatMap((outcome) => {
        const fate = fateOf(outcome, dump.lines);
        if (outcome.verdict !== 'accept' || outcome.out !== 'local' || !server) return [fate];
        const { mark } = outcome;
        return served(server, fate, { ...packet, mark: Number(mark) }, env, afterServer, lines);
      });
    },
  };
}

/** One way for each real server. */
function served(
  server: Server,
  fate: Fate,
  packet: Packet,
  env: Env,
  dump: Dump,
  lines: readonly string[],
): readonly Fate[] {
  const chosen = (line: string, real: string): ReachStep => ({
    at: 'ipvs',
    code: 'ipvs-server',
    params: { scheduler: server.scheduler, servers: server.real.length, real },
    text: line,
  });
  if (server.real.length === 0) {
    return [{ ...fate, verdict: 'reject', steps: [...fate.steps, chosen(server.line, '')] }];
  }
  const closed = closedBy(lines, packet);
  return server.real.flatMap(({ address, line }): readonly Fate[] => {
    const probability = fate.probability / server.real.length;
    const steps = [...fate.steps, chosen(line, address)];
    if (closed !== undefined) {
      const at = closed.at;
      const drop: ReachStep = { at, code: 'rule-drop', params: {}, text: closed.text };
      return [{ ...fate, probability, verdict: 'drop', steps: [...steps, drop] }];
    }
    const [, host = '', port = ''] = /^\[?([^\]]*?)\]?:(\d+)$/.exec(address) ?? [];
    const dst = parseAddress(host) ?? [];
    const isHere = env.localIPs?.some((own) => sameAddress(own, dst)) ?? false;
    if (isHere && packet.in !== undefined) {
      return [{ ...fate, probability, destination: address, steps }];
    }
    const { in: _in, ...sent } = packet;
    return tracePacket(dump, env, { ...sent, dst, dport: Number(port) }).map((outcome) => {
      const after = fateOf(outcome, dump.lines);
      return {
        ...after,
        probability: probability * after.probability,
        steps: [...steps, ...after.steps],
      };
    });
  });
}

/** A load balancer address that ranges close for the node: what it sends there comes from that address. */
function closedBy(
  lines: readonly string[],
  { src, dst, proto, dport, in: from }: Packet,
): { readonly at: string; readonly text: string } | undefined {
  if (from !== undefined || !sameAddress(src, dst)) return undefined;
  const own = lines.filter((line) => line.startsWith('-A KUBE-IPVS-OUT-FILTER '));
  const ip = printEndpoint(dst, undefined);
  const index = own.findIndex((line) =>
    line.includes(`--vaddr ${ip} --vproto ${proto} --vport ${dport} `),
  );
  const text = own[index];
  if (text === undefined) return undefined;
  return { at: `filter/KUBE-IPVS-OUT-FILTER/${index + 1}`, text };
}

const PROTOCOLS: Readonly<Record<string, string>> = {
  '-t': 'tcp',
  '-u': 'udp',
  '--sctp-service': 'sctp',
};

function serverKey({ proto, dst, dport }: Packet): string {
  return `${proto} ${printEndpoint(dst, dport)}`;
}

/** Of `ipvsadm -S -n`. */
function serversIn(lines: readonly string[]): ReadonlyMap<string, Server> {
  const servers = new Map<string, { line: string; scheduler: string; real: Server['real'][0][] }>();
  for (const line of lines) {
    const [verb, option = '', address = '', flag, value = ''] = line.split(' ');
    const key = `${PROTOCOLS[option]} ${address}`;
    if (verb === '-A') servers.set(key, { line, scheduler: value, real: [] });
    else if (flag === '-r') servers.get(key)?.real.push({ address: value, line });
  }
  return servers;
}

/** Of `ipset save`. */
function setsIn(lines: readonly string[]): Readonly<Record<string, IpSet>> {
  const sets: Record<string, { type: string; members: string[] }> = {};
  for (const line of lines) {
    const [verb, name = '', value = ''] = line.split(' ');
    if (verb === 'create') sets[name] = { type: value, members: [] };
    else sets[name]?.members.push(value);
  }
  return sets;
}
