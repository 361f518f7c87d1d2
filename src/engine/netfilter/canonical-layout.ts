/**
 * For each match and target: its options in the order in which iptables-save prints them, each with the
 * name of what prints its value. `OLD=NEW` is another spelling of the same option. Source: the save
 * functions in extensions/ of iptables 1.8.9. What is not here keeps its words (ipv6header, HMARK, RATEEST, …).
 */
import { PREPARE } from './canonical-parts.ts';
import type { Prepare } from './canonical-said.ts';
import { type Format, FORMATS } from './canonical-values.ts';

export interface Layout {
  readonly ranks: ReadonlyMap<string, number>;
  readonly formats: ReadonlyMap<string, Format>;
  /** Other spellings. */
  readonly names: ReadonlyMap<string, string>;
  /** Puts in what is printed though nobody wrote it, takes out what is not. */
  readonly prepare: Prepare | undefined;
}

const PORTS = '--sport:port --source-port=--sport --dport:port --destination-port=--dport';
const ANY_PORTS = PORTS.replaceAll(':port', ':any-port');

const MATCHES: Readonly<Record<string, string>> = {
  addrtype: '--src-type:types --dst-type:types --limit-iface-in --limit-iface-out',
  ah: '--ahspi:spi --ahlen:number --ahres',
  bpf: '--bytecode:quoted --object-pinned:quoted',
  cgroup: '--path --cgroup',
  cluster: '--cluster-local-nodemask:hex8 --cluster-total-nodes --cluster-hash-seed:hex8',
  comment: '--comment:save',
  connbytes: '--connbytes:bytes --connbytes-mode --connbytes-dir',
  connlabel: '--label:quoted --set',
  connlimit:
    '--connlimit-upto --connlimit-above --connlimit-mask:length --connlimit-saddr --connlimit-daddr',
  connmark: '--mark:mark',
  conntrack:
    '--ctstate:states --ctproto:protocol --ctorigsrc:host --ctorigdst:host --ctreplsrc:host --ctrepldst:host --ctorigsrcport:any-port --ctorigdstport:any-port --ctreplsrcport:any-port --ctrepldstport:any-port --ctstatus:statuses --ctexpire:spi --ctdir',
  cpu: '--cpu:number',
  dccp: `${ANY_PORTS} --dccp-types:dccp-types --dccp-option:number`,
  devgroup: '--src-group:mark --dst-group:mark',
  dscp: '--dscp:dscp --dscp-class=--dscp:dscp-class',
  ecn: '--ecn-tcp-ece --ecn-tcp-cwr --ecn-ip-ect:number',
  esp: '--espspi:spi',
  frag: '--fragid:spi --fraglen:number --fragres --fragfirst --fragmore --fraglast',
  hashlimit:
    '--hashlimit-upto --hashlimit=--hashlimit-upto --hashlimit-above --hashlimit-burst --hashlimit-mode:modes --hashlimit-name --hashlimit-htable-size --hashlimit-htable-max --hashlimit-htable-gcinterval --hashlimit-htable-expire --hashlimit-srcmask --hashlimit-dstmask --hashlimit-rate-match --hashlimit-rate-interval',
  helper: '--helper:save',
  hl: '--hl-eq:number --hl=--hl-eq:number --hl-lt:number --hl-gt:number',
  icmp: '--icmp-type:icmp',
  icmp6: '--icmpv6-type:icmp6',
  iprange: '--src-range:range --dst-range:range',
  length: '--length:span16',
  limit: '--limit --limit-burst',
  mac: '--mac-source:lower',
  mark: '--mark:mark',
  multiport:
    '--sports:ports --source-ports=--sports:ports --dports:ports --destination-ports=--dports:ports --ports:ports',
  nfacct: '--nfacct-name:nfacct',
  owner: '--socket-exists --uid-owner:user --gid-owner:user --suppl-groups',
  physdev: '--physdev-is-in --physdev-in --physdev-is-out --physdev-out --physdev-is-bridged',
  pkttype: '--pkt-type:packet-type',
  /** Its options stand in the order of its elements. */
  policy: '',
  quota: '--quota:number',
  realm: '--realm:mark',
  recent:
    '--set --rcheck --update --remove --seconds --reap --hitcount --rttl --name --mask --rsource --rdest',
  rpfilter: '--loose --validmark --accept-local --invert',
  sctp: `${ANY_PORTS} --chunk-types:chunks`,
  set: '--match-set --return-nomatch --update-counters:only-not --update-subcounters:only-not --packets-eq --packets-lt --packets-gt --bytes-eq --bytes-lt --bytes-gt',
  socket: '--transparent --nowildcard --restore-skmark',
  state: '--state:states',
  statistic: '--mode --probability:probability --every --packet',
  string: '--string:quoted --hex-string:quoted --algo --from:not-zero --to --icase',
  tcp: `${PORTS} --tcp-option:number --tcp-flags:flags`,
  tcpmss: '--mss:span16',
  time: '--timestart --timestop --monthdays --weekdays --datestart --datestop --contiguous --kerneltz',
  tos: '--tos:tos',
  ttl: '--ttl-eq:number --ttl=--ttl-eq:number --ttl-lt:number --ttl-gt:number',
  u32: '--u32:u32',
  udp: PORTS,
  udplite: PORTS,
};

const NAT_FLAGS = '--random --random-fully --persistent';

const TARGETS: Readonly<Record<string, string>> = {
  CLASSIFY: '--set-class:class',
  CONNMARK:
    '--set-xmark:xmark --save-mark --restore-mark --nfmask:hex --ctmask:hex --left-shift-mark --right-shift-mark',
  CT: '--notrack --helper --timeout --ctevents:ct-events --expevents --zone --zone-orig --zone-reply',
  DNAT: `--to-destination:nat ${NAT_FLAGS}`,
  DSCP: '--set-dscp:dscp --set-dscp-class=--set-dscp:dscp-class',
  HL: '--hl-set:number --hl-dec:number --hl-inc:number',
  LOG: '--log-prefix:save --log-level:level --log-tcp-sequence --log-tcp-options --log-ip-options --log-uid --log-macdecode',
  MARK: '--set-xmark:xmark',
  MASQUERADE: `--to-ports:nat-ports ${NAT_FLAGS}`,
  NETMAP: '--to:network',
  NFLOG: '--nflog-prefix:save --nflog-group:not-zero --nflog-range --nflog-size --nflog-threshold',
  NFQUEUE: '--queue-num --queue-balance --queue-bypass --queue-cpu-fanout',
  REDIRECT: `--to-ports:nat-ports ${NAT_FLAGS}`,
  REJECT: '--reject-with:reject',
  SET: '--add-set --del-set --map-set --exist --timeout --map-mark --map-prio --map-queue',
  SNAT: `--to-source:nat ${NAT_FLAGS}`,
  SYNPROXY: '--sack-perm --timestamp --wscale --mss --ecn',
  TCPOPTSTRIP: '--strip-options:tcp-options',
  TEE: '--gateway:host --oif',
  TOS: '--set-tos:tos',
  TPROXY: '--on-port --on-ip:host --tproxy-mark:xmark',
  TTL: '--ttl-set:number --ttl-dec:number --ttl-inc:number',
};

const words = FORMATS['words'] as Format;

function layoutOf(name: string, text: string): Layout {
  const ranks = new Map<string, number>();
  const formats = new Map<string, Format>();
  const names = new Map<string, string>();
  for (const [rank, token] of text.split(' ').entries()) {
    const [spelling = '', format = ''] = token.split(':');
    const [option = '', same = option] = spelling.split('=');
    if (same !== option) names.set(option, same);
    ranks.set(option, ranks.get(same) ?? rank);
    formats.set(option, FORMATS[format] ?? formats.get(same) ?? words);
  }
  return { ranks, formats, names, prepare: PREPARE[name] };
}

function layoutsOf(texts: Readonly<Record<string, string>>): ReadonlyMap<string, Layout> {
  return new Map(Object.entries(texts).map(([name, text]) => [name, layoutOf(name, text)]));
}

const matchLayouts = layoutsOf(MATCHES);
const targetLayouts = layoutsOf(TARGETS);

export function matchLayout(name: string): Layout | undefined {
  return matchLayouts.get(name);
}

export function targetLayout(name: string): Layout | undefined {
  return targetLayouts.get(name);
}
