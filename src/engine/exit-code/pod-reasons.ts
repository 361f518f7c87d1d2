/**
 * Reasons of Pods (`status.reason`), the words that only the STATUS column has, and the kubelet's errors that
 * reach no object: of sandboxes, of killing and of resizing (pkg/kubelet/reason_cache.go leaves them out).
 */
import type { ReasonRow } from './reason-row.ts';

const RESULT = 'pkg/kubelet/container/sync_result.go';
const PREDICATE = 'pkg/kubelet/lifecycle/predicate.go';
const HANDLERS = 'pkg/kubelet/lifecycle/handlers.go';
const SHUTDOWN = 'pkg/kubelet/nodeshutdown/nodeshutdown_manager.go';
const PRINTERS = 'pkg/printers/internalversion/printers.go';

export const POD_REASONS: readonly ReasonRow[] = [
  [
    'Evicted',
    'pod',
    'evicted',
    'pkg/kubelet/eviction/helpers.go',
    { look: ['look-describe', 'look-events', 'look-node'] },
  ],
  ['Preempting', 'pod', 'preempted-by-kubelet', 'pkg/kubelet/preemption/preemption.go', {}],
  [
    'DeadlineExceeded',
    'pod',
    'deadline-exceeded',
    'pkg/kubelet/active_deadline.go',
    { look: ['look-describe'] },
  ],
  ['Terminated', 'pod', 'node-shut-down', SHUTDOWN, {}],
  ['NodeShutdown', 'pod', 'node-shutting-down', SHUTDOWN, {}],
  [
    'NodeLost',
    'pod',
    'node-lost',
    'pkg/util/node/node.go',
    { next: ['next-pod-goes'], look: ['look-node'] },
  ],
  ['OutOfcpu', 'pod', 'out-of-cpu', PREDICATE, {}],
  ['OutOfmemory', 'pod', 'out-of-memory', PREDICATE, {}],
  ['OutOfephemeral-storage', 'pod', 'out-of-storage', PREDICATE, {}],
  ['OutOfpods', 'pod', 'out-of-pods', PREDICATE, {}],
  ['OutOf…', 'pod', 'out-of-other', PREDICATE, {}],
  ['NodeAffinity', 'pod', 'node-affinity', PREDICATE, {}],
  ['NodeName', 'pod', 'node-name', PREDICATE, {}],
  ['NodePorts', 'pod', 'node-ports', PREDICATE, {}],
  ['TaintToleration', 'pod', 'taint', PREDICATE, {}],
  [
    'UnexpectedAdmissionError',
    'pod',
    'unexpected-admission',
    'pkg/kubelet/cm/admission/errors.go',
    { look: ['look-describe', 'look-kubelet'] },
  ],
  [
    'TopologyAffinityError',
    'pod',
    'topology',
    'pkg/kubelet/cm/topologymanager/topology_manager.go',
    {},
  ],
  ['SMTAlignmentError', 'pod', 'smt-alignment', 'pkg/kubelet/cm/cpumanager/policy_static.go', {}],
  ['EmptyPodSharedPoolError', 'pod', 'empty-shared-pool', 'pkg/kubelet/cm/admission/errors.go', {}],
  ['SysctlForbidden', 'pod', 'sysctl', 'pkg/kubelet/sysctl/allowlist.go', {}],
  ['AppArmor', 'pod', 'apparmor', HANDLERS, {}],
  ['PodOSNotSupported', 'pod', 'pod-os', PREDICATE, {}],
  ['PodOSSelectorNodeLabelDoesNotMatch', 'pod', 'pod-os-label', PREDICATE, {}],
  ['SupplementalGroupsPolicyNotSupported', 'pod', 'supplemental-groups', PREDICATE, {}],
  ['PodLevelResourcesNotSupported', 'pod', 'pod-level-resources', HANDLERS, {}],
  ['PodFeatureUnsupported', 'pod', 'pod-feature', HANDLERS, {}],
  [
    'VolumeAttachmentLimitExceeded',
    'pod',
    'volume-limit',
    'pkg/kubelet/volumemanager/volume_manager.go',
    {},
  ],
  ['InvalidNodeInfo', 'pod', 'node-info', PREDICATE, { look: ['look-kubelet'] }],
  ['UnknownReason', 'pod', 'unknown-refusal', PREDICATE, { look: ['look-kubelet'] }],
  [
    'UnexpectedPredicateFailureType',
    'pod',
    'unknown-refusal',
    PREDICATE,
    { look: ['look-kubelet'] },
  ],
  ['InitContainerRestartPolicyForbidden', 'pod', 'unused-reason', PREDICATE, {}],

  [
    'Terminating',
    'printed',
    'being-deleted',
    PRINTERS,
    { next: ['next-pod-goes'], look: ['look-describe'] },
  ],
  ['NotReady', 'printed', 'partly-completed', PRINTERS, {}],
  [
    'Unknown',
    'printed',
    'node-lost-printed',
    PRINTERS,
    { next: ['next-pod-goes'], look: ['look-node'] },
  ],
  [
    'SchedulingGated',
    'printed',
    'scheduling-gated',
    PRINTERS,
    { next: ['next-waits'], look: ['look-describe'] },
  ],

  ['CreatePodSandboxError', 'log', 'sandbox-create', RESULT, {}],
  ['ConfigPodSandboxError', 'log', 'sandbox-config', RESULT, {}],
  ['KillPodSandboxError', 'log', 'sandbox-kill', RESULT, {}],
  ['KillContainerError', 'log', 'container-kill', RESULT, {}],
  ['RemoveContainerError', 'log', 'container-remove', RESULT, {}],
  ['ResizePodInPlaceError', 'log', 'resize-failed', RESULT, {}],
];
