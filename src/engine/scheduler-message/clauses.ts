/**
 * What the scheduler's plugins say when a node, or every node, is no place for a Pod.
 * From all calls of NewStatus in pkg/scheduler/framework/plugins/*, framework/runtime/framework.go,
 * framework/preemption and schedule_one.go, v1.37.2. Left out: errors of the scheduler itself, and what only
 * PreEnqueue or Permit says (such a Pod gets no FailedScheduling with counts), but for gates.
 */
import type { Clause, ClauseRow } from './types.ts';
import { VOLUME_CLAUSES } from './volume-clauses.ts';

/** Plugins that may give several reasons for one node. */
export const SEVERAL: ReadonlySet<string> = new Set([
  'NodeResourcesFit',
  'VolumeBinding',
  'DynamicResources',
  '',
]);

const ROWS: readonly ClauseRow[] = [
  {
    code: 'insufficient',
    plugin: 'NodeResourcesFit',
    says: /^Insufficient (?<resource>\S+)$/,
    preemptible: true,
  },
  { code: 'too-many-pods', plugin: 'NodeResourcesFit', says: /^Too many pods$/, preemptible: true },
  { code: 'cordoned', plugin: 'NodeUnschedulable', says: /^node\(s\) were unschedulable$/ },
  {
    code: 'no-node-object',
    plugin: 'NodeUnschedulable',
    says: /^node\(s\) had unknown conditions$/,
  },
  { code: 'taint', plugin: 'TaintToleration', says: /^node\(s\) had untolerated taint\(s\)$/ },
  {
    code: 'taint',
    plugin: 'TaintToleration',
    says: /^node\(s\) had untolerated taint \{(?<taint>[^}]*)\}$/,
    older: true,
  },
  {
    code: 'taint',
    plugin: 'TaintToleration',
    says: /^node\(s\) had taints? (?:\{(?<taint>[^}]*)\}, )?that the pod didn't tolerate$/,
    older: true,
  },
  {
    code: 'node-affinity',
    plugin: 'NodeAffinity',
    says: /^node\(s\) didn't match Pod's node affinity\/selector$/,
  },
  {
    code: 'node-affinity',
    plugin: 'NodeAffinity',
    says: /^node\(s\) didn't match (?:node selector|Pod's node affinity)$/,
    older: true,
  },
  {
    code: 'enforced-affinity',
    plugin: 'NodeAffinity',
    says: /^node\(s\) didn't match scheduler-enforced node affinity$/,
  },
  {
    code: 'affinity-conflict',
    plugin: 'NodeAffinity',
    says: /^pod affinity terms conflict$/,
    stage: 'before',
  },
  {
    code: 'node-name',
    plugin: 'NodeName',
    says: /^node\(s\) didn't match the requested node name$/,
  },
  {
    code: 'ports',
    plugin: 'NodePorts',
    says: /^node\(s\) didn't have free ports for the requested pod ports$/,
    preemptible: true,
  },
  {
    code: 'pod-affinity',
    plugin: 'InterPodAffinity',
    says: /^node\(s\) didn't match pod affinity rules$/,
  },
  {
    code: 'pod-anti-affinity',
    plugin: 'InterPodAffinity',
    says: /^node\(s\) didn't match pod anti-affinity rules$/,
    preemptible: true,
  },
  {
    code: 'others-anti-affinity',
    plugin: 'InterPodAffinity',
    says: /^node\(s\) didn't satisfy existing pods anti-affinity rules$/,
    preemptible: true,
  },
  {
    code: 'spread-label',
    plugin: 'PodTopologySpread',
    says: /^node\(s\) didn't match pod topology spread constraints \(missing required label\)$/,
  },
  {
    code: 'spread',
    plugin: 'PodTopologySpread',
    says: /^node\(s\) didn't match pod topology spread constraints$/,
    preemptible: true,
  },
  ...VOLUME_CLAUSES,
  {
    code: 'node-features',
    plugin: 'NodeDeclaredFeatures',
    says: /^node\(s\) didn't match Pod's required features$/,
  },
  {
    code: 'devices',
    plugin: 'DynamicResources',
    says: /^(?:cannot allocate all claims|cannot fit resource|cannot schedule extended resource claim)$/,
  },
  {
    code: 'devices-elsewhere',
    plugin: 'DynamicResources',
    says: /^resourceclaim not available on the node$/,
  },
  {
    code: 'device-claim-used',
    plugin: 'DynamicResources',
    says: /^resourceclaim in use$/,
    stage: 'before',
  },
  {
    code: 'device-claim-pending',
    plugin: 'DynamicResources',
    says: /^resource claim (?<claim>\S+) is in the process of being allocated$/,
    stage: 'before',
  },
  {
    code: 'device-class-missing',
    plugin: 'DynamicResources',
    says: /^request (?<request>.+): device class (?<class>\S+) does not exist$/,
    stage: 'before',
  },
  {
    code: 'pod-level-short',
    plugin: 'DynamicResources',
    says: /^pod level (?:request|limit) for (?<resource>\S+) is insufficient to cover .*$/,
  },
  {
    code: 'device-other',
    plugin: 'DynamicResources',
    says: /^(?:resource ?claim|node allocatable resource claim|request \S+:|asked by caller to stop allocating devices|(?:deallocation|deletion)[\w ]* of (?:PodGroup )?ResourceClaims? completed|deallocation and deletion of|ResourceClaim unreserved).*$/,
  },
  {
    code: 'resize-elsewhere',
    plugin: 'DeferredPodScheduling',
    says: /^pod assigned to different node$/,
  },
  {
    code: 'resize-no-preemption',
    plugin: 'DeferredPodScheduling',
    says: /^node had resize preemption disabled$/,
  },
  {
    code: 'gated',
    plugin: 'SchedulingGates',
    says: /^waiting for scheduling gates: (?<gates>.*)$/,
    stage: 'before',
  },
  {
    code: 'gang',
    plugin: 'GangScheduling',
    says: /^(?:waiting for (?:minCount pods from a gang|pods's pod group|composite pod group)|minCount \(\d+\)).*$/,
    stage: 'before',
  },
  {
    code: 'filtered-out',
    plugin: 'PreFilter',
    says: /^node\(s\) didn't satisfy plugin(?:\(s\))? \[?(?<plugins>[^\]]*?)\]?(?: simultaneously)?$/,
  },
  {
    code: 'no-victims',
    plugin: 'DefaultPreemption',
    says: /^No preemption victims found for incoming (?:pod|preemptor)$/,
    stage: 'preemption',
  },
  {
    code: 'not-helpful',
    plugin: 'DefaultPreemption',
    says: /^Preemption is not helpful for scheduling$/,
    stage: 'preemption',
  },
];

/** Every reason of a status in one clause each. `isBefore`: it stands without a count. */
export function clauseOf(text: string, count: number | null): Clause {
  for (const { code, plugin, says, stage, preemptible, older } of ROWS) {
    const found = says.exec(text);
    if (!found) continue;
    return {
      code,
      plugin,
      stage: count === null ? 'before' : (stage ?? 'each'),
      count,
      text,
      params: definedOf(found.groups),
      preemptible: preemptible === true,
      older: older === true,
    };
  }
  const stage = count === null ? 'before' : 'each';
  return {
    code: 'unknown',
    plugin: '',
    stage,
    count,
    text,
    params: {},
    preemptible: false,
    older: false,
  };
}

function definedOf(
  groups: Readonly<Record<string, string | undefined>> = {},
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(groups).filter((pair): pair is [string, string] => pair[1] !== undefined),
  );
}

/** Whether a text is a clause of the scheduler's own. */
export function isKnown(text: string): boolean {
  return ROWS.some(({ says }) => says.test(text));
}
