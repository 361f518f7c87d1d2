/**
 * Commands that were typed on a real v1.37.2 cluster and recorded, and the same played by the small cluster.
 * A case of the comparison is the history of one object: who wrote what to it, in order.
 */
import { readFileSync } from 'node:fs';
import { driving } from '../../src/engine/cluster/index.ts';
import { type Step, tellStory } from '../../src/engine/control-plane/index.ts';
import { runToEnd } from '../../src/engine/run-to-end.ts';
import type { Pair } from '../../src/ui/messages.ts';
import { type History, historiesOf } from './cluster-histories.ts';
import { merges } from './cluster-merges.ts';
import type { RuleName } from './cluster-order.ts';

export interface ControlPlaneRecording {
  readonly name: string;
  readonly text: string;
}

function manifest(name: string): string {
  const url = new URL(`../fixtures/manifests/control-plane/${name}.yaml`, import.meta.url);
  return readFileSync(url, 'utf8');
}

export const COMMON = [
  'a ReplicaSet is created before its Pods',
  'a Pod is created before it is bound',
  'it is bound before the kubelet writes its first status',
  'it is Running before its endpoint appears',
  'it is Ready before its ReplicaSet counts it',
  'a ReplicaSet counts before its Deployment does',
] as const satisfies readonly RuleName[];

const WEB = 'a-apply-deployment-service';

export interface Case {
  readonly name: string;
  /** Of the manifest, where several recordings applied the same one. */
  readonly applied?: string;
  readonly script: readonly string[];
  /** What is written before, milliseconds, happened before the recording began. */
  readonly from: number;
  readonly rules?: readonly RuleName[];
}

const UP = '0s kubectl apply -f web.yaml';

export const cases: readonly Case[] = [
  { name: WEB, script: [UP], from: 0 },
  {
    name: 'b-scale',
    applied: WEB,
    script: [
      UP,
      '10s kubectl scale deployment/web --replicas=4',
      '15.7s kubectl scale deployment/web --replicas=1',
    ],
    from: 10_000,
  },
  {
    name: 'c1-rolling-update',
    script: [UP, '10s kubectl set image deployment/web web=agent:1.1'],
    from: 10_000,
    rules: ['each new Pod is Ready before the next old one is deleted'],
  },
  {
    name: 'c2-recreate-update',
    script: [UP, '10s kubectl set image deployment/web web=agent:1.1'],
    from: 10_000,
    rules: ['all old Pods have ended before the new ReplicaSet'],
  },
  {
    name: 'e-delete-pod',
    applied: WEB,
    script: [UP, '10s kubectl delete pod oldest'],
    from: 10_000,
    rules: ['the replacement is created before the old Pod has ended'],
  },
  {
    name: 'f-delete-cascade-background',
    applied: WEB,
    script: [UP, '10s kubectl delete deployment web'],
    from: 10_000,
  },
  {
    name: 'f-delete-cascade-foreground',
    applied: WEB,
    script: [UP, '10s kubectl delete deployment web --cascade=foreground'],
    from: 10_000,
    rules: ['what is owned goes before its owner'],
  },
  {
    name: 'l1-service-selector',
    script: [
      UP,
      '10s kubectl set selector service web app=green',
      '11.1s kubectl set selector service web app=red',
    ],
    from: 10_000,
  },
  {
    name: 'p-scheduler-down',
    applied: WEB,
    script: ['0s stop scheduler', UP, '8s start scheduler'],
    from: 0,
  },
  {
    name: 'q1-controller-manager-down-apply',
    script: ['0s stop controller-manager', UP, '10s start controller-manager'],
    from: 0,
  },
];

export function driven({ name, applied = name, script }: Case): readonly Step[] {
  const drive = runToEnd(driving(manifest(applied), script.join('\n')));
  const [problem] = [...drive.problems, ...drive.scriptProblems];
  if (problem) throw new Error(`${name}: ${problem.code} in line ${problem.line}`);
  return drive.story.steps;
}

/** What only one of the two has, each as often as it has it more. */
export function difference(one: readonly History[], other: readonly History[]): readonly History[] {
  const left = other.map((history) => JSON.stringify(history));
  return one.filter((history) => {
    const at = left.indexOf(JSON.stringify(history));
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

/** The one recording in which two watch events came 1 ms apart and were answered one by one. */
export const SEEN_APART = 'f-delete-cascade-foreground';

const TOGETHER: Pair = [
  '录像里两个 watch 事件相隔 1 毫秒，控制器分两次回答；推演时一起看到，合成一次写入',
  'In the recording two watch events came 1 ms apart and were answered one by one; in the play they are seen together and answered at once',
];

export interface Verdict {
  readonly id: string;
  readonly difference?: unknown;
  readonly reason?: Pair | undefined;
}

/** One for each object of each recording. */
export function driveVerdicts(recordings: readonly ControlPlaneRecording[]): readonly Verdict[] {
  return cases.flatMap((each) => {
    const text = recordings.find(({ name }) => name === each.name)?.text ?? '';
    const real = historiesOf(tellStory(text).steps);
    const played = historiesOf(driven(each), each.from);
    const missing = difference(real, played);
    const instead = [...difference(played, real)];
    const verdicts = real.map((history, index): Verdict => {
      const id = `${each.name}/${history.object}-${index}`;
      if (!missing.includes(history)) return { id };
      const at = instead.findIndex(({ object }) => object === history.object);
      const [other] = at < 0 ? [] : instead.splice(at, 1);
      const isMerged = each.name === SEEN_APART && other !== undefined && merges(history, other);
      return {
        id,
        difference: { real: history, played: other },
        reason: isMerged ? TOGETHER : undefined,
      };
    });
    // What only the play has differs too.
    const extra = instead.map((history, index): Verdict => {
      return { id: `${each.name}/only played-${index}`, difference: { played: history } };
    });
    return [...verdicts, ...extra];
  });
}
