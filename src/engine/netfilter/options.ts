/**
 * Which options a match or target has and how many values each takes: without it `--rcheck --seconds 30`
 * cannot be told from an option with a value. From the man pages iptables-extensions(8) and iptables(8) of
 * iptables 1.8. `/0` takes no value, `/2` two, the rest one.
 */

const GENERIC: ReadonlyMap<string, string> = new Map(
  Object.entries({
    '--source': '-s',
    '--src': '-s',
    '--destination': '-d',
    '--dst': '-d',
    '--protocol': '-p',
    '--proto': '-p',
    '--in-interface': '-i',
    '--out-interface': '-o',
    '--match': '-m',
    '--jump': '-j',
    '--goto': '-g',
    '--fragment': '-f',
    '--set-counters': '-c',
  }),
);

const PORTS = '--sport --source-port --dport --destination-port';

const MATCHES: Readonly<Record<string, string>> = {
  addrtype: '--src-type --dst-type --limit-iface-in/0 --limit-iface-out/0',
  ah: '--ahspi --ahlen --ahres/0',
  bpf: '--bytecode --object-pinned',
  cgroup: '--path --cgroup',
  cluster:
    '--cluster-total-nodes --cluster-local-node --cluster-local-nodemask --cluster-hash-seed',
  comment: '--comment',
  connbytes: '--connbytes --connbytes-dir --connbytes-mode',
  connlabel: '--label --set/0',
  connlimit:
    '--connlimit-upto --connlimit-above --connlimit-mask --connlimit-saddr/0 --connlimit-daddr/0',
  connmark: '--mark',
  conntrack:
    '--ctstate --ctproto --ctorigsrc --ctorigdst --ctreplsrc --ctrepldst --ctorigsrcport --ctorigdstport --ctreplsrcport --ctrepldstport --ctstatus --ctexpire --ctdir',
  cpu: '--cpu',
  dccp: `${PORTS} --dccp-types --dccp-option`,
  devgroup: '--src-group --dst-group',
  dscp: '--dscp --dscp-class',
  dst: '--dst-len --dst-opts',
  ecn: '--ecn-tcp-cwr/0 --ecn-tcp-ece/0 --ecn-ip-ect',
  esp: '--espspi',
  eui64: '',
  frag: '--fragid --fraglen --fragres/0 --fragfirst/0 --fragmore/0 --fraglast/0',
  hashlimit:
    '--hashlimit --hashlimit-upto --hashlimit-above --hashlimit-burst --hashlimit-mode --hashlimit-srcmask --hashlimit-dstmask --hashlimit-name --hashlimit-htable-size --hashlimit-htable-max --hashlimit-htable-expire --hashlimit-htable-gcinterval --hashlimit-rate-match/0 --hashlimit-rate-interval',
  helper: '--helper',
  hl: '--hl-eq --hl-lt --hl-gt',
  icmp: '--icmp-type',
  icmp6: '--icmpv6-type',
  iprange: '--src-range --dst-range',
  ipv6header: '--soft/0 --header',
  ipvs: '--ipvs/0 --vproto --vaddr --vport --vdir --vmethod --vportctl',
  length: '--length',
  limit: '--limit --limit-burst',
  mac: '--mac-source',
  mark: '--mark',
  mh: '--mh-type',
  multiport: `--sports --source-ports --dports --destination-ports --ports`,
  nfacct: '--nfacct-name',
  osf: '--genre --ttl --log',
  owner: '--uid-owner --gid-owner --suppl-groups/0 --socket-exists/0',
  physdev: '--physdev-in --physdev-out --physdev-is-in/0 --physdev-is-out/0 --physdev-is-bridged/0',
  pkttype: '--pkt-type',
  policy: '--dir --pol --strict/0 --reqid --spi --proto --mode --tunnel-src --tunnel-dst --next/0',
  quota: '--quota',
  rateest:
    '--rateest-delta/0 --rateest-lt/0 --rateest-gt/0 --rateest-eq/0 --rateest --rateest1 --rateest2 --rateest-bps --rateest-pps --rateest-bps1 --rateest-bps2 --rateest-pps1 --rateest-pps2',
  realm: '--realm',
  recent:
    '--name --set/0 --rsource/0 --rdest/0 --mask --rcheck/0 --update/0 --remove/0 --seconds --reap/0 --hitcount --rttl/0',
  rpfilter: '--loose/0 --validmark/0 --accept-local/0 --invert/0',
  rt: '--rt-type --rt-segsleft --rt-len --rt-0-res/0 --rt-0-addrs --rt-0-not-strict/0',
  sctp: `${PORTS} --chunk-types/2`,
  set: '--match-set/2 --return-nomatch/0 --update-counters/0 --update-subcounters/0 --packets-eq --packets-lt --packets-gt --bytes-eq --bytes-lt --bytes-gt',
  socket: '--transparent/0 --nowildcard/0 --restore-skmark/0',
  state: '--state',
  statistic: '--mode --probability --every --packet',
  string: '--algo --from --to --string --hex-string --icase/0',
  tcp: `${PORTS} --tcp-flags/2 --syn/0 --tcp-option`,
  tcpmss: '--mss',
  time: '--datestart --datestop --timestart --timestop --monthdays --weekdays --contiguous/0 --kerneltz/0 --utc/0 --localtz/0',
  tos: '--tos',
  ttl: '--ttl-eq --ttl-lt --ttl-gt --ttl',
  u32: '--u32',
  udp: PORTS,
  udplite: PORTS,
};

const TARGETS: Readonly<Record<string, string>> = {
  ACCEPT: '',
  AUDIT: '--type',
  CHECKSUM: '--checksum-fill/0',
  CLASSIFY: '--set-class',
  CLUSTERIP: '--new/0 --hashmode --clustermac --total-nodes --local-node --hash-init',
  CONNMARK:
    '--set-xmark --save-mark/0 --restore-mark/0 --set-mark --and-mark --or-mark --xor-mark --mask --nfmask --ctmask --left-shift-mark --right-shift-mark',
  CONNSECMARK: '--save/0 --restore/0',
  CT: '--notrack/0 --helper --ctevents --expevents --zone --zone-orig --zone-reply --timeout',
  DNAT: '--to-destination --random/0 --persistent/0',
  DROP: '',
  DSCP: '--set-dscp --set-dscp-class',
  ECN: '--ecn-tcp-remove/0',
  HL: '--hl-set --hl-dec --hl-inc',
  HMARK:
    '--hmark-tuple --hmark-mod --hmark-offset --hmark-src-prefix --hmark-dst-prefix --hmark-sport-mask --hmark-dport-mask --hmark-spi-mask --hmark-proto-mask --hmark-rnd',
  IDLETIMER: '--timeout --label --alarm/0 --send_nl_msg',
  LED: '--led-trigger-id --led-delay --led-always-blink/0',
  LOG: '--log-level --log-prefix --log-tcp-sequence/0 --log-tcp-options/0 --log-ip-options/0 --log-uid/0 --log-macdecode/0',
  MARK: '--set-xmark --set-mark --and-mark --or-mark --xor-mark',
  MASQUERADE: '--to-ports --random/0 --random-fully/0',
  NETMAP: '--to',
  NFLOG: '--nflog-group --nflog-prefix --nflog-range --nflog-size --nflog-threshold',
  NFQUEUE: '--queue-num --queue-balance --queue-bypass/0 --queue-cpu-fanout/0',
  NOTRACK: '',
  QUEUE: '',
  RATEEST: '--rateest-name --rateest-interval --rateest-ewmalog',
  REDIRECT: '--to-ports --random/0',
  REJECT: '--reject-with',
  RETURN: '',
  SECMARK: '--selctx',
  SET: '--add-set/2 --del-set/2 --map-set/2 --timeout --exist/0 --map-mark/0 --map-prio/0 --map-queue/0',
  SNAT: '--to-source --random/0 --random-fully/0 --persistent/0',
  SYNPROXY: '--mss --wscale --sack-perm/0 --timestamp/0 --ecn/0',
  TCPMSS: '--set-mss --clamp-mss-to-pmtu/0',
  TCPOPTSTRIP: '--strip-options',
  TEE: '--gateway --oif',
  TOS: '--set-tos --and-tos --or-tos --xor-tos',
  TPROXY: '--on-port --on-ip --tproxy-mark',
  TRACE: '',
  TTL: '--ttl-set --ttl-dec --ttl-inc',
  ULOG: '--ulog-nlgroup --ulog-prefix --ulog-cprange --ulog-qthreshold',
};

export type Arities = ReadonlyMap<string, number>;

function arities(text: string): Arities {
  const found = new Map<string, number>();
  for (const word of text.split(' ')) {
    const [option = '', count] = word.split('/');
    if (option !== '') found.set(option, count === undefined ? 1 : Number(count));
  }
  return found;
}

function tableOf(texts: Readonly<Record<string, string>>): ReadonlyMap<string, Arities> {
  return new Map(Object.entries(texts).map(([name, text]) => [name, arities(text)]));
}

/** `ipv6-icmp` is `icmp6` as a match. */
const ALIASES: Readonly<Record<string, string>> = { 'ipv6-icmp': 'icmp6', icmpv6: 'icmp6' };

const matchTable = tableOf(MATCHES);
const targetTable = tableOf(TARGETS);

export function matchOptions(name: string): Arities | undefined {
  return matchTable.get(ALIASES[name] ?? name);
}

export function targetOptions(name: string): Arities | undefined {
  return targetTable.get(name);
}

/** `-s` for `--source`; any other option as it is. */
export function shortOption(option: string): string {
  return GENERIC.get(option) ?? option;
}
