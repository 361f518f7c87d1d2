import type { Pair } from '../../ui/messages.ts';

export const messages = {
  title: ['控制平面推演', 'Drive the control plane'],
  stage: ['推演', 'Play'],
  own: ['你的 Deployment', 'Your Deployment'],
  manifest: ['对象：Deployment、Service、Pod（YAML）', 'Deployments, Services, Pods (YAML)'],
  script: ['发生什么：时间和命令，一行一条', 'What happens: a time and a command per line'],
  now: ['此刻（{time} s）的集群', 'The cluster at this moment ({time} s)'],
  atEnd: ['结束时（{time} s）的集群', 'The cluster at the end ({time} s)'],
  does: ['在 {time} s 加一条', 'Add at {time} s'],
} satisfies Record<string, Pair>;
