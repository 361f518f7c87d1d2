/** From a cluster, a configuration and a node to the rules of one address family. */
import type { Cluster } from './cluster.ts';
import type { ProxyConfig } from './config.ts';
import { endpointsOf, endpointsOfFamily } from './endpoints.ts';
import type { IpFamily } from './ip.ts';
import { iptablesLines, isLargeCluster } from './iptables.ts';
import { restoreText } from './iptables-lines.ts';
import { saveText } from './iptables-save.ts';
import { ipvsRules } from './ipvs.ts';
import { IPVS_JUMPS } from './ipvs-rules.ts';
import { nftablesText } from './nftables.ts';
import type { NodeFacts } from './node.ts';
import { type Plan, planOf } from './plan.ts';
import { proxierOf } from './proxier.ts';
import { type ServiceRules, serviceRules } from './service-rules.ts';
import { portsOfFamily } from './services.ts';
import type { Proxier, ProxyMode, SkippedService } from './types.ts';

/** `restore`: what kube-proxy writes. `save`: what iptables-save shows afterwards. */
export type RulesForm = 'restore' | 'save';

/** The rules before they are written down. */
export interface PlannedRules {
  readonly ipFamily: IpFamily;
  readonly mode: ProxyMode;
  readonly largeClusterMode: boolean;
  /** Services without rules in this family. */
  readonly skipped: readonly SkippedService[];
  readonly plans: readonly Plan[];
  readonly proxier: Proxier;
}

export interface FamilyRules extends Pick<
  PlannedRules,
  'ipFamily' | 'mode' | 'largeClusterMode' | 'skipped'
> {
  readonly text: string;
  readonly services: readonly ServiceRules[];
}

export function planRules(
  cluster: Cluster,
  config: ProxyConfig,
  node: NodeFacts,
  family: IpFamily,
): PlannedRules {
  const proxier = proxierOf(config, node, cluster.serviceCidrs, family);
  const { ports, skipped } = portsOfFamily(cluster.services, family);
  const endpoints = endpointsOfFamily(cluster.slices, family, proxier.nodeName);
  const plans = ports.map((port) => planOf(port, endpointsOf(endpoints, port), proxier));
  const { mode } = proxier;
  const largeClusterMode = mode === 'iptables' && isLargeCluster(plans);
  return { ipFamily: family, mode, largeClusterMode, skipped, plans, proxier };
}

export function rulesOf(
  cluster: Cluster,
  config: ProxyConfig,
  node: NodeFacts,
  family: IpFamily,
  form: RulesForm = 'restore',
): FamilyRules {
  const planned = planRules(cluster, config, node, family);
  const { ipFamily, mode, largeClusterMode, skipped, plans } = planned;
  return {
    ipFamily,
    mode,
    text: rulesText(planned, form),
    largeClusterMode,
    services: plans.map((plan) => serviceRules(plan, mode)),
    skipped,
  };
}

export function rulesText({ plans, proxier }: PlannedRules, form: RulesForm): string {
  const { mode, family } = proxier;
  if (mode === 'nftables') return nftablesText(plans, proxier);
  if (mode === 'ipvs') {
    const { servers, sets, iptables } = ipvsRules(plans, proxier);
    const lines = ['# ipvsadm', ...servers, '# ipset', ...sets, '# iptables', ''];
    const rules =
      form === 'save' ? saveText(iptables, family, IPVS_JUMPS) : restoreText(iptables, 'nat');
    return lines.join('\n') + rules;
  }
  const lines = iptablesLines(plans, proxier);
  return form === 'save' ? saveText(lines, family) : restoreText(lines, 'filter');
}
