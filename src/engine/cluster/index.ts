/**
 * A small cluster in virtual time: the API server, the controllers of Deployments, the scheduler and a kubelet,
 * driven by what a reader types. Controllers are level triggered, see the store through informers that lag, and
 * write with versions, so that conflicts, counts that pass through and what happens while one of them is off come
 * out by themselves. Upstream: the files named at the head of each part, v1.37.2. Durations: recordings a to f of
 * one node with two cores.
 * Left out: a second node, resources and affinity, quota, HorizontalPodAutoscaler, what kube-proxy does, leader
 * election; names of ReplicaSets and Pods are made up here.
 */
import { type Story, tellingEntries } from '../control-plane/index.ts';
import type { Problem } from '../problem.ts';
import { run } from '../virtual-time.ts';
import { hearInitial, toPlain } from './api.ts';
import { runDeployments } from './deployment.ts';
import { runEndpoints } from './endpoints.ts';
import { runGarbageCollector } from './garbage-collector.ts';
import { runScript } from './kubectl.ts';
import { runKubelet } from './kubelet.ts';
import { readManifest } from './manifest.ts';
import { healthyNode, runNode } from './node-controller.ts';
import { runReplicaSets } from './replica-set.ts';
import { runScheduler } from './scheduler.ts';
import { readScript } from './script.ts';
import { newWorld, type Version } from './world.ts';

export type * from './objects.ts';
export type { KubectlProblemCode } from './kubectl.ts';
export type { ManifestProblemCode } from './manifest.ts';
export type { ScriptProblemCode } from './script.ts';
export { type ClusterState, stateAt } from './state.ts';
export { PARTS, type Part, type Version } from './world.ts';

/** params: most (writes), time (seconds reached) */
export type DriveProblemCode = 'drive-too-much';

export interface Drive {
  readonly story: Story;
  /** Every version of every object, in order. */
  readonly history: readonly Version[];
  /** Until when it was played, milliseconds. */
  readonly until: number;
  /** Of the manifest. */
  readonly problems: readonly Problem[];
  /** Of the script; also what kubectl could not do. */
  readonly scriptProblems: readonly Problem[];
  /** Kinds in the manifest that are not played. */
  readonly skipped: readonly string[];
  /** Fields in the manifest that are not played. */
  readonly unplayed: readonly string[];
}

/** Entries of the clock between two pauses. */
const SLICE = 30;
const MOST_WRITES = 8000;

/** Never throws. The same texts give the same play. */
export function* driving(manifest: string, script: string): Generator<void, Drive> {
  const applied = readManifest(manifest);
  const { skipped, unplayed, problems } = applied;
  const { settings, timed, until, problems: refused } = readScript(script);
  const scriptProblems: Problem[] = [...refused];
  const world = newWorld(settings, until);
  runDeployments(world);
  runReplicaSets(world);
  runEndpoints(world);
  runGarbageCollector(world);
  runScheduler(world);
  runKubelet(world);
  runNode(world);
  const node = healthyNode();
  hearInitial(world, node);
  runScript(world, timed, applied, ({ line, column }) => (code, params) => {
    scriptProblems.push({ code, path: '', params, line, column });
  });
  while (!run(world.clock, until, SLICE)) {
    yield;
    if (world.history.length < MOST_WRITES) continue;
    scriptProblems.push({
      code: 'drive-too-much',
      path: '',
      params: { most: MOST_WRITES, time: Math.round(world.clock.now / 1000) },
      line: 1,
      column: 1,
    });
    break;
  }
  const known = new Map([[`nodes//${node.metadata.name}`, toPlain(node)]]);
  const story = yield* tellingEntries(world.entries, [], known);
  scriptProblems.sort((one, other) => one.line - other.line);
  return { story, history: world.history, until, problems, scriptProblems, skipped, unplayed };
}
