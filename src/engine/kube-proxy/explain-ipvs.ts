/** What a line of `ipvsadm -S -n` or of `ipset save` is for, in ipvs mode: pkg/proxy/ipvs, v1.37.2. */
import type { RuleCode, RuleMeaning } from './rule-meaning.ts';

export function explainIpvs(line: string): RuleMeaning | undefined {
  const server = /^-([Aa]) (?:-[tu]|--sctp-service) (\S+)(.*)$/.exec(line);
  if (server !== null) {
    const [, kind, to = '', rest = ''] = server;
    const after = (option: string): string => new RegExp(` ${option} (\\S+)`).exec(rest)?.[1] ?? '';
    if (kind === 'a') return { code: 'ipvs-real-server', params: { to, endpoint: after('-r') } };
    const params = { to, scheduler: after('-s') };
    const seconds = after('-p');
    if (seconds === '') return { code: 'ipvs-server', params };
    return { code: 'ipvs-server-sticky', params: { ...params, seconds } };
  }
  const [, set = '', entry = ''] = /^add KUBE-(?:6-)?(\S+) (\S+)$/.exec(line) ?? [];
  const found = SETS.find(([start]) => set.startsWith(start));
  return found && { code: found[1], params: { entry } };
}

/** By the beginning of the set's name, which the kernel may cut; the longer stands first. */
const SETS: readonly (readonly [start: string, code: RuleCode])[] = [
  ['LOOP-BACK', 'ipvs-loop-back'],
  ['CLUSTER-IP', 'ipvs-cluster-ip'],
  ['EXTERNAL-IP-LOCAL', 'ipvs-external-ip-local'],
  ['EXTERNAL-IP', 'ipvs-external-ip'],
  ['LOAD-BALANCER-LOCAL', 'ipvs-load-balancer-local'],
  ['LOAD-BALANCER-FW', 'ipvs-load-balancer-fw'],
  ['LOAD-BALANCER-SOURCE', 'ipvs-load-balancer-source'],
  ['LOAD-BALANCER', 'ipvs-load-balancer'],
  ['NODE-PORT-LOCAL', 'ipvs-node-port-local'],
  ['NODE-PORT', 'ipvs-node-port'],
  ['HEALTH-CHECK-NODE-PORT', 'ipvs-health-check'],
  ['IPVS-IPS', 'ipvs-own-ip'],
];
