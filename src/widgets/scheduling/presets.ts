import type { Preset } from '../define.ts';
import type { SchedulingInput } from './answer.ts';
import { messages } from './messages.ts';

export const presets: readonly Preset<SchedulingInput>[] = [
  {
    id: 'mixed',
    title: messages.mixed,
    input: {
      input:
        "0/5 nodes are available: 1 Insufficient cpu, 1 Insufficient memory, 1 node(s) had untolerated taint(s), 1 node(s) were unschedulable, 2 node(s) didn't match Pod's node affinity/selector. preemption: 0/5 nodes are available: 1 No preemption victims found for incoming pod, 4 Preemption is not helpful for scheduling.",
    },
  },
  {
    id: 'claim',
    title: messages.claim,
    input: {
      input:
        '  Warning  FailedScheduling  24s  default-scheduler  0/3 nodes are available: pod has unbound immediate PersistentVolumeClaims. preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.',
    },
  },
  {
    id: 'never',
    title: messages.never,
    input: {
      input:
        '0/2 nodes are available: 2 Too many pods. preemption: not eligible due to preemptionPolicy=Never..',
    },
  },
  {
    id: 'edited',
    title: messages.edited,
    input: {
      input:
        "0/4 nodes are available: 1 node(s) were unschedulable, 5 node(s) didn't match Pod's node affinity/selector.",
    },
  },
];
