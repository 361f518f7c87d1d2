/**
 * Every stored case against our answer, counted. The tests assert that nothing differs but what is named
 * here with its reason; the build puts the same counts on the site; `npm run oracle` counts fresh cases.
 */
import type { Agreement, Exception } from '../src/site/conformance.ts';
import type { Pair } from '../src/ui/messages.ts';
import { type ControlPlaneRecording, driveVerdicts } from './engine/cluster-cases.ts';
import { type BackoffFile, backoffDifference } from './engine/backoff-oracle.ts';
import { type EvictionFile, evictionDifference } from './engine/eviction-oracle.ts';
import {
  configDifference,
  type ConfigItem,
  endpointsDifference,
  type EndpointsItem,
  type IptablesItem,
  iptablesDifference,
  type IpvsItem,
  ipvsDifference,
  type ItemsOf,
  type NftablesItem,
  nftablesDifference,
  syncDifferences,
  type SyncItem,
} from './engine/kube-proxy-oracle.ts';
import { nftRecordingDifference, type NftRecordings } from './engine/kube-proxy-nft-recordings.ts';
import { flowDifferences, type ProxyCases } from './engine/kube-proxy-cases.ts';
import { type ProxyRecordings, recordingDifference } from './engine/kube-proxy-recordings.ts';
import { type OracleFile, differences } from './engine/pod-oracle.ts';
import { type ProbesFile, probesDifference } from './engine/probes-oracle.ts';
import { type QuantityFile, quantityDifference } from './engine/quantity-oracle.ts';
import { type ReadFile, readDifference } from './engine/read-oracle.ts';
import {
  type ConformanceFile,
  type IngressFile,
  type IngressValidationFile,
  type RouteValidationFile,
  conformanceVerdicts,
  ingressValidationVerdicts,
  ingressVerdicts,
  routeValidationVerdicts,
} from './engine/routing-oracle.ts';
import {
  type CaseFile,
  type PhaseFile,
  type RecordedFile,
  type StatusFile,
  caseDifference,
  phaseDifference,
  recordedLines,
  statusDifference,
} from './engine/status-oracle.ts';
import { type TraceFile, traceVerdicts } from './engine/trace-oracle.ts';
import type { Recording } from './engine/reconstruct-recordings.ts';
import { isSingle, lifeDifference } from './engine/simulate-recordings.ts';
import { loadFixture } from './fixtures.ts';

export interface Conformance extends Agreement {
  /** Cases that differ for no stated reason: there must be none. */
  readonly wrong: readonly { readonly id: string; readonly difference: unknown }[];
}

interface Verdict {
  readonly id: string;
  /** Undefined where the case agrees. */
  readonly difference?: unknown;
  /** Why it may differ. */
  readonly reason?: Pair | undefined;
}

const OVERFLOW: Pair = [
  'v1.37.2 在这些数上溢出 64 位整数，或把负数舍入错方向（1.38 已修，PR 141305、138510、140459）；这里给出正确的数，超出 64 位时给出边界值',
  'v1.37.2 overflows 64 bits on these numbers or rounds a negative one the wrong way (fixed in 1.38, PR 141305, 138510, 140459); here is the right number, or the bound where it does not fit',
];

/** Pods where upstream's function, asked alone, answers what no cluster would. */
export const PODS: Readonly<
  Record<string, { readonly aspects: readonly string[]; readonly reason: Pair }>
> = {
  'v-pod-0144': {
    aspects: ['containers', 'podCgroup'],
    reason: [
      '上游的 PodRequests 会改动传入的对象：写成 0.0625Mi 这种带小数的 Pod 级数量，每调用一次就被加一次 overhead；这里给出第一次调用的答案',
      'PodRequests of upstream changes the object it is given: a pod-level quantity with a fraction, such as 0.0625Mi, has the overhead added once per call; here is the answer of the first call',
    ],
  },
};

/** Conformance tests whose answer comes from a running backend, not from the rules. */
export const BACKENDS: Readonly<Record<string, Pair>> = {
  HTTPRouteRetry: [
    '重试要看后端的回答，这里没有后端',
    'A retry depends on what a backend answers; there is none here',
  ],
  HTTPRouteRetryConnectionError: [
    '重试要看后端的回答，这里没有后端',
    'A retry depends on what a backend answers; there is none here',
  ],
  HTTPRouteRetryWithRequestTimeout: [
    '超时要看后端多慢，这里没有后端',
    'A timeout depends on how slow a backend is; there is none here',
  ],
  HTTPRouteTimeoutRequest: [
    '超时要看后端多慢，这里没有后端',
    'A timeout depends on how slow a backend is; there is none here',
  ],
  HTTPRouteServiceTypes: [
    '测试看的是哪个 Pod 回答，这里只答到 Service',
    'The test asks which Pod answers; the answer here is the Service',
  ],
  GatewayFrontendClientCertificateValidation: [
    '不检查客户端证书；数据里也没写第二个请求发到哪个端口（8443）',
    'Client certificates are not checked, and the data does not say that another request goes to port 8443',
  ],
  GatewayFrontendInvalidDefaultClientCertificateValidation: [
    '不检查客户端证书',
    'Client certificates are not checked',
  ],
};

/** Packets whose recording contradicts itself. */
const TRACES: Readonly<Record<string, Pair>> = {
  'v-030-ipv4-nft-1': [
    '录下的四种走法命中同样的规则，第一种的标记却是 0x0，另外三种是 0x20：那条规则必定设上标记，是录制的疏漏',
    'The four ways recorded match the same rules, yet the first has mark 0x0 and the others 0x20: that rule sets the mark always, so it is a slip of the recording',
  ],
};

const SUITES: readonly {
  readonly suite: string;
  readonly title: Pair;
  readonly fixture: string;
  readonly verdicts: (file: never) => readonly Verdict[];
}[] = [
  {
    suite: 'pods',
    title: [
      'Pod：默认值、拒绝、QoS 类、有效资源、oom_score_adj、cgroup',
      'Pods: defaults, refusals, QoS class, effective resources, oom_score_adj, cgroups',
    ],
    fixture: 'oracle/pods.json.gz',
    verdicts: podVerdicts,
  },
  {
    suite: 'odd-pods',
    title: ['Pod：少见的写法和错误', 'Pods: rare spellings and mistakes'],
    fixture: 'oracle/pods-odd.json.gz',
    verdicts: podVerdicts,
  },
  {
    suite: 'quantities',
    title: ['数量：读法、规范形式、取整', 'Quantities: reading, canonical form, rounding'],
    fixture: 'oracle/quantities.json.gz',
    verdicts: ({ items }: QuantityFile) =>
      items.map((item) => {
        const difference = quantityDifference(item);
        return { id: item.id, difference, reason: difference?.excused ? OVERFLOW : undefined };
      }),
  },
  {
    suite: 'yaml',
    title: [
      'YAML 与 JSON：kubectl 读到的值，或拒绝',
      'YAML and JSON: the values kubectl reads, or that it refuses',
    ],
    fixture: 'oracle/yaml.json.gz',
    verdicts: readVerdicts,
  },
  {
    suite: 'wide-yaml',
    title: ['YAML：版式、片段和笔误', 'YAML: layouts, fragments and slips'],
    fixture: 'oracle/yaml-wide.json.gz',
    verdicts: readVerdicts,
  },
  {
    suite: 'eviction',
    title: [
      '节点压力驱逐：一组 Pod 的顺序',
      'Node-pressure eviction: the order of a group of Pods',
    ],
    fixture: 'oracle/eviction.json.gz',
    verdicts: ({ items }: EvictionFile) =>
      items.map((group) => ({ id: group.id, difference: evictionDifference(group) })),
  },
  {
    suite: 'status',
    title: [
      'kubectl get pods 的每一列，以及两种情形下的阶段',
      'The columns of kubectl get pods, and the phase in two situations',
    ],
    fixture: 'oracle/status.json.gz',
    verdicts: ({ items, now }: StatusFile) =>
      items.map((item) => ({ id: item.id, difference: statusDifference(item, now) })),
  },
  {
    suite: 'status-lines',
    title: [
      'kubectl get pods -w 的每一行，真实节点上录下来的',
      'Lines of kubectl get pods -w, recorded on a real node',
    ],
    fixture: 'recordings/lifecycles.json.gz',
    verdicts: (file: RecordedFile) => [...recordedLines(file)],
  },
  {
    suite: 'lives',
    title: [
      '录下的 Pod 的一生：从 watch 流学到外界的事实，再模拟，打印出同样的行、同样的容器状态',
      'Recorded lives of Pods: what the outside world did, learnt from the watch and simulated, prints the same lines and container states',
    ],
    fixture: 'recordings/lifecycles.json.gz',
    verdicts: ({ items }: { readonly items: readonly Recording[] }) =>
      items.filter(isSingle).map((recording) => ({
        id: recording.name,
        difference: lifeDifference(recording),
      })),
  },
  {
    suite: 'probes',
    title: [
      '探针：上游的探测循环在虚拟时间里的每一步',
      'Probes: every step of upstream’s probe workers in virtual time',
    ],
    fixture: 'oracle/probes.json.gz',
    verdicts: (file: ProbesFile) =>
      file.items.map((item) => ({ id: item.id, difference: probesDifference(item, file) })),
  },
  {
    suite: 'backoff',
    title: ['CrashLoopBackOff 的等待时间', 'The waits of CrashLoopBackOff'],
    fixture: 'oracle/backoff.json.gz',
    verdicts: ({ items }: BackoffFile) =>
      items.map((item) => ({ id: item.id, difference: backoffDifference(item) })),
  },
  {
    suite: 'trace-generic',
    title: [
      '任意防火墙里的报文：结局、地址、标记、逐条命中的规则，与 Linux 内核的跟踪相比',
      'Packets through arbitrary firewalls: verdict, addresses, mark, every rule that matched, against the trace of a Linux kernel',
    ],
    fixture: 'oracle/trace-generic.json.gz',
    verdicts: ({ items }: TraceFile) => items.flatMap(traceVerdicts),
  },
  {
    suite: 'trace-more',
    title: ['同上，另一批生成的防火墙', 'The same with other generated firewalls'],
    fixture: 'oracle/trace-generic-more.json.gz',
    verdicts: ({ items }: TraceFile) => items.flatMap(traceVerdicts),
  },
  {
    suite: 'trace-kube',
    title: [
      'kube-proxy 规则里的报文：每种可能的走法与概率，与 Linux 内核的跟踪相比',
      'Packets through kube-proxy’s rules: every way with its probability, against the trace of a Linux kernel',
    ],
    fixture: 'oracle/trace-kube.json.gz',
    verdicts: ({ items }: TraceFile) => items.flatMap(traceVerdicts),
  },
  {
    suite: 'trace-nft',
    title: [
      'nftables 模式规则里的报文：每种可能的走法与概率，与 Linux 内核的跟踪相比',
      'Packets through the rules of nftables mode: every way with its probability, against the trace of a Linux kernel',
    ],
    fixture: 'oracle/trace-nft.json.gz',
    verdicts: ({ items }: TraceFile) =>
      items.flatMap(traceVerdicts).map((one) => ({ ...one, reason: TRACES[one.id] })),
  },
  {
    suite: 'phase',
    title: [
      'kubelet 的阶段，以及 Initialized、Ready、ContainersReady 的状态、原因和消息',
      'The kubelet’s phase; status, reason and message of Initialized, Ready, ContainersReady',
    ],
    fixture: 'oracle/phase.json.gz',
    verdicts: ({ items }: PhaseFile) =>
      items.map((item) => ({ id: item.id, difference: phaseDifference(item) })),
  },
  {
    suite: 'phase-cases',
    title: ['阶段：上游自己的测试表', 'The phase: upstream’s own test tables'],
    fixture: 'cases/phase-cases.json.gz',
    verdicts: caseVerdicts,
  },
  {
    suite: 'status-cases',
    title: ['列：上游自己的测试表', 'The columns: upstream’s own test tables'],
    fixture: 'cases/status-column-cases.json',
    verdicts: caseVerdicts,
  },
  {
    suite: 'httproute',
    title: [
      'HTTPRoute：Gateway API v1.7.0 一致性测试的请求',
      'HTTPRoute: the requests of the Gateway API v1.7.0 conformance tests',
    ],
    fixture: 'oracle/httproute-conformance.json.gz',
    verdicts: conformanceTestVerdicts,
  },
  {
    suite: 'httproute-more',
    title: ['HTTPRoute：其余的一致性测试', 'HTTPRoute: more of the conformance tests'],
    fixture: 'oracle/httproute-conformance-more.json.gz',
    verdicts: conformanceTestVerdicts,
  },
  {
    suite: 'ingress',
    title: [
      'Ingress：按文档的规则，请求到哪个后端',
      'Ingress: which backend a request reaches by the documented rule',
    ],
    fixture: 'oracle/ingress-real.json.gz',
    verdicts: (file: IngressFile) => ingressVerdicts(file),
  },
  {
    suite: 'ingress-validation',
    title: [
      'Ingress：API 服务器的拒绝和警告',
      'Ingress: what the API server refuses and warns about',
    ],
    fixture: 'oracle/ingress-validation.json.gz',
    verdicts: (file: IngressValidationFile) => ingressValidationVerdicts(file),
  },
  {
    suite: 'httproute-validation',
    title: [
      'HTTPRoute：资源定义的模式与 CEL 规则',
      'HTTPRoute: schema and CEL rules of the resource definition',
    ],
    fixture: 'oracle/httproute-validation.json.gz',
    verdicts: (file: RouteValidationFile) => routeValidationVerdicts(file),
  },
  {
    suite: 'rules-iptables',
    title: [
      'kube-proxy 的 iptables 规则：写给 iptables-restore 的文本，iptables-save 之后看到的文本',
      'kube-proxy’s iptables rules: the text for iptables-restore, and what iptables-save shows afterwards',
    ],
    fixture: 'oracle/rules-iptables.json.gz',
    verdicts: ({ items }: ItemsOf<IptablesItem>) =>
      items.map((item) => ({ id: item.id, difference: iptablesDifference(item) })),
  },
  {
    suite: 'rules-sync',
    title: [
      'kube-proxy 的部分同步：对象改变之后写给 iptables-restore 的文本',
      'kube-proxy’s partial syncs: the text for iptables-restore after objects changed',
    ],
    fixture: 'oracle/rules-iptables-sync.json.gz',
    verdicts: ({ items }: ItemsOf<SyncItem>) =>
      items.flatMap((item) =>
        syncDifferences(item).map((difference, step) => ({ id: `${item.id}/${step}`, difference })),
      ),
  },
  {
    suite: 'rules-nftables',
    title: ['kube-proxy 的 nftables 表', 'kube-proxy’s nftables table'],
    fixture: 'oracle/rules-nftables.json.gz',
    verdicts: ({ items }: ItemsOf<NftablesItem>) =>
      items.map((item) => ({ id: item.id, difference: nftablesDifference(item) })),
  },
  {
    suite: 'rules-nftables-localhost',
    title: [
      '打开特性门控 KubeProxyNFTablesLocalhostNodePorts 之后的 nftables 表',
      'The nftables table under the feature gate KubeProxyNFTablesLocalhostNodePorts',
    ],
    fixture: 'oracle/rules-nftables-localhost.json.gz',
    verdicts: ({ items }: ItemsOf<NftablesItem>) =>
      items.map((item) => ({ id: item.id, difference: nftablesDifference(item) })),
  },
  {
    suite: 'rules-ipvs',
    title: [
      'kube-proxy 的 ipvs 模式：虚拟服务器、ipset、iptables 规则',
      'kube-proxy’s ipvs mode: virtual servers, ipsets, iptables rules',
    ],
    fixture: 'oracle/rules-ipvs.json.gz',
    verdicts: ({ items }: ItemsOf<IpvsItem>) =>
      items.map((item) => ({ id: item.id, difference: ipvsDifference(item) })),
  },
  {
    suite: 'proxy-config',
    title: [
      'KubeProxyConfiguration：默认值，以及 kube-proxy 拒绝启动的理由',
      'KubeProxyConfiguration: defaults, and what kube-proxy refuses to start with',
    ],
    fixture: 'oracle/proxy-config.json.gz',
    verdicts: ({ items }: ItemsOf<ConfigItem>) =>
      items.map((item) => ({ id: item.id, difference: configDifference(item) })),
  },
  {
    suite: 'endpoint-choice',
    title: [
      '一个节点会用哪些端点：就绪、终止中、流量策略、拓扑提示',
      'Which endpoints a node uses: readiness, termination, traffic policies, hints',
    ],
    fixture: 'oracle/endpoints.json.gz',
    verdicts: ({ items }: ItemsOf<EndpointsItem>) =>
      items.map((item) => ({ id: item.id, difference: endpointsDifference(item) })),
  },
  {
    suite: 'recorded-rules',
    title: [
      '真实节点上 iptables-save 和 ip6tables-save 的输出',
      'What iptables-save and ip6tables-save showed on a real node',
    ],
    fixture: 'recordings/kube-proxy.json.gz',
    verdicts: ({ nodes, items }: ProxyRecordings) =>
      items.map((item) => ({ id: item.id, difference: recordingDifference(item, nodes) })),
  },
  {
    suite: 'recorded-nft',
    title: ['真实节点上 nft list ruleset 的输出', 'What nft list ruleset showed on a real node'],
    fixture: 'recordings/kube-proxy-nft.json.gz',
    verdicts: ({ nodes, items }: NftRecordings) =>
      items.map((item) => ({ id: item.id, difference: nftRecordingDifference(item, nodes) })),
  },
  {
    suite: 'proxy-flows',
    title: [
      '上游单元测试里的报文，走在生成的 iptables 规则上',
      'The packets of upstream’s unit tests, through generated iptables rules',
    ],
    fixture: 'cases/proxy-cases.json.gz',
    verdicts: ({ flows }: ProxyCases) => flows.flatMap(flowDifferences),
  },
  {
    suite: 'drive',
    title: [
      '推演的控制平面：每个对象的写入，与真实集群的录像相比',
      'The control plane driven: the writes to each object, against recordings of a real one',
    ],
    fixture: 'recordings/control-plane.json.gz',
    verdicts: (recordings: readonly ControlPlaneRecording[]) => driveVerdicts(recordings),
  },
];

/** All suites over the stored cases, or over what `load` gives for a suite's fixture. */
export function conformance(load: (fixture: string) => unknown = loadFixture): Conformance[] {
  return SUITES.map(({ suite, title, fixture, verdicts }) => {
    const all = verdicts(load(fixture) as never);
    const differing = all.filter(({ difference }) => difference !== undefined);
    return {
      suite,
      title,
      total: all.length,
      agree: all.length - differing.length,
      exceptions: grouped(differing),
      wrong: differing
        .filter(({ reason }) => reason === undefined)
        .map(({ id, difference }) => ({ id, difference })),
    };
  });
}

function podVerdicts({ items, nodeMemories }: OracleFile): Verdict[] {
  return items.map((item) => {
    const found = differences(item, nodeMemories);
    const known = PODS[item.id];
    const aspects = Object.keys(found);
    if (aspects.length === 0) return { id: item.id };
    const stated = known && aspects.every((aspect) => known.aspects.includes(aspect));
    return { id: item.id, difference: found, reason: stated ? known.reason : undefined };
  });
}

function conformanceTestVerdicts(file: ConformanceFile): Verdict[] {
  return conformanceVerdicts(file).map((verdict) => ({
    ...verdict,
    reason: BACKENDS[verdict.id.split('/')[0] ?? ''],
  }));
}

function readVerdicts({ items }: ReadFile): Verdict[] {
  return items.map((item) => ({ id: item.id, difference: readDifference(item) }));
}

function caseVerdicts({ cases }: CaseFile): Verdict[] {
  return cases.map((each) => ({ id: each.id, difference: caseDifference(each) }));
}

function grouped(verdicts: readonly Verdict[]): Exception[] {
  const byReason = new Map<Pair, string[]>();
  for (const { id, reason } of verdicts) {
    if (reason) byReason.set(reason, [...(byReason.get(reason) ?? []), id]);
  }
  return [...byReason].map(([reason, ids]) => ({ reason, ids }));
}
