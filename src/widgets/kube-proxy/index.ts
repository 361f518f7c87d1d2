/**
 * `summary` without `service` and `packet`: mode, Services with rules, rules as kube-proxy writes them (nftables:
 * rules and elements; ipvs: virtual and real servers, entries of sets, rules). With either of them: where the packet
 * ends, as packet-walk says it, once where iptables and nftables agree.
 *
 *     iptables 3 services 41 rules
 *     accept 10.244.1.5:8080 50% | accept 10.244.2.7:8080 50%
 *     iptables: accept 10.96.0.10:81; nftables: reject 10.96.0.10:81
 *     dump 3 services 41 rules 1 faults     of a dump; those only worth a note are not counted
 *     problem                       nothing can be read, or kube-proxy would not start
 */
import { defineWidget } from '../define.ts';
import type { KubeProxyAnswer, KubeProxyInput } from './answer.ts';
import { messages } from './messages.ts';
import { presets } from './presets.ts';
import { View } from './view.tsx';

export default defineWidget<KubeProxyInput, KubeProxyAnswer>({
  name: 'kube-proxy',
  title: messages.title,
  start: {
    input: '',
    config: '',
    node: '',
    mode: '',
    family: '',
    on: '',
    service: '',
    packet: '',
    whole: '',
    objects: '',
    ...presets[0]?.input,
  },
  presets,
  View,
  summary: ({ summary }) => summary,
  height: 1100,
  file: 'services.yaml',
});
