/**
 * `summary`: the ways of the packet that is asked about (`part`), in the order of the rules, ways that end the
 * same told once: verdict and destination after NAT, with the chance when there are several.
 *
 *     accept 10.244.1.5:53 50% | accept 10.244.2.7:53 50%
 *     reject 10.96.61.20:80
 *     unknown filter/admin/1        the rule, or `routing/PREROUTING`
 *     problem                       no dump or no packet can be read
 */
import { defineWidget } from '../define.ts';
import type { PacketWalkAnswer, PacketWalkInput } from './answer.ts';
import { messages } from './messages.ts';
import { presets } from './presets.ts';
import { View } from './view.tsx';

export default defineWidget<PacketWalkInput, PacketWalkAnswer>({
  name: 'packet-walk',
  title: messages.title,
  start: {
    input: '',
    packet: '',
    env: '',
    part: '',
    way: '0',
    tried: '',
    find: '',
    kernel: '',
    ...presets[0]?.input,
  },
  presets,
  View,
  summary: ({ summary }) => summary,
  height: 900,
  file: 'node.iptables-save',
});
