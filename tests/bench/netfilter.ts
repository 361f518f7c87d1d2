/** A node with ten thousand Services as iptables-save prints it: made here, as large as asked. */
import {
  parseDump,
  printDump,
  readEnv,
  readPacketLine,
  tracePacket,
} from '../../src/engine/netfilter/index.ts';

export interface NetfilterMeasure {
  readonly rules: number;
  readonly parse: number;
  readonly print: number;
  readonly same: boolean;
  /** The first packet of a fresh dump, and the median of those after it. */
  readonly first: number;
  readonly trace: number;
}

export function measureNetfilter(): NetfilterMeasure {
  const text = kubeDump(4000);
  const parses = Array.from({ length: 5 }, () => timed(() => parseDump(text)).ms);
  const dump = parseDump(text);
  const printed = timed(() => printDump(dump));
  const env = readEnv({
    localIPs: ['192.168.10.10', '10.244.1.1'],
    routes: ['10.244.1.0/24 dev cni0', 'default dev eth0'],
  }).value;
  const traces = Array.from({ length: 51 }, (_, at) => {
    const to = `10.96.${(at * 70) >> 8}.${(at * 70) & 255}`;
    const packet = readPacketLine(`tcp 10.244.1.9 -> ${to}:80 in cni0`).value;
    return timed(() => packet && tracePacket(dump, env, packet)).ms;
  });
  return {
    rules: text.match(/^-A/gm)?.length ?? 0,
    parse: median(parses),
    print: printed.ms,
    same: printed.result === text,
    first: traces[0] ?? 0,
    trace: median(traces.slice(1)),
  };
}

/** Three endpoints a Service: thirteen rules each. */
export function kubeDump(services: number): string {
  const chains: string[] = [];
  const shared: string[] = [];
  const own: string[] = [];
  for (let at = 0; at < services; at++) {
    const ip = `10.96.${at >> 8}.${at & 255}`;
    const name = `team-${at % 37}/web-${at}:http`;
    const service = `KUBE-SVC-${hash(at, 0)}`;
    const comment = (text: string) => `-m comment --comment "${text}"`;
    chains.push(`:${service} - [0:0]`);
    shared.push(
      `-A KUBE-SERVICES -d ${ip}/32 -p tcp ${comment(`${name} cluster IP`)} -m tcp --dport 80 -j ${service}`,
    );
    own.push(
      `-A ${service} ! -s 10.244.0.0/16 -d ${ip}/32 -p tcp ${comment(`${name} cluster IP`)} -m tcp --dport 80 -j KUBE-MARK-MASQ`,
    );
    for (let endpoint = 0; endpoint < 3; endpoint++) {
      const chain = `KUBE-SEP-${hash(at, endpoint + 1)}`;
      const pod = `10.244.${(at + endpoint) % 250}.${at % 250}`;
      const odds = ['0.33333333349', '0.50000000000'][endpoint];
      const dice = odds === undefined ? '' : ` -m statistic --mode random --probability ${odds}`;
      chains.push(`:${chain} - [0:0]`);
      own.push(
        `-A ${service} ${comment(`${name} -> ${pod}:8080`)}${dice} -j ${chain}`,
        `-A ${chain} -s ${pod}/32 ${comment(name)} -j KUBE-MARK-MASQ`,
        `-A ${chain} -p tcp ${comment(name)} -m tcp -j DNAT --to-destination ${pod}:8080`,
      );
    }
  }
  return [
    '*nat',
    ':PREROUTING ACCEPT [0:0]',
    ':OUTPUT ACCEPT [0:0]',
    ':POSTROUTING ACCEPT [0:0]',
    ':KUBE-MARK-MASQ - [0:0]',
    ':KUBE-SERVICES - [0:0]',
    ...chains,
    '-A PREROUTING -m comment --comment "kubernetes service portals" -j KUBE-SERVICES',
    '-A OUTPUT -m comment --comment "kubernetes service portals" -j KUBE-SERVICES',
    '-A KUBE-MARK-MASQ -j MARK --set-xmark 0x4000/0x4000',
    ...shared,
    ...own,
    'COMMIT',
    '',
  ].join('\n');
}

function hash(at: number, part: number): string {
  return ((at * 4 + part) * 2654435761).toString(32).toUpperCase().padStart(16, 'A').slice(-16);
}

function timed<Result>(work: () => Result): { readonly ms: number; readonly result: Result } {
  const from = performance.now();
  const result = work();
  return { ms: performance.now() - from, result };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
}
