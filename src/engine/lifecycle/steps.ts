/**
 * Everything that may happen in a Pod's life, by code, with the place in upstream's code that makes it so
 * (Kubernetes v1.37.2). Params stand beside each code.
 */

const KUBELET = 'pkg/kubelet/kubelet.go';
const WORKERS = 'pkg/kubelet/pod_workers.go';
const RUNTIME = 'pkg/kubelet/kuberuntime/kuberuntime_manager.go';
const CONTAINER = 'pkg/kubelet/kuberuntime/kuberuntime_container.go';
const ORDER = 'pkg/kubelet/kuberuntime/kuberuntime_termination_order.go';
const IMAGES = 'pkg/kubelet/images/image_manager.go';
const PROBER = 'pkg/kubelet/prober/worker.go';
const STATUS = 'pkg/kubelet/status/status_manager.go';
const STRATEGY = 'pkg/registry/core/pod/strategy.go';
const SCHEDULER = 'pkg/scheduler/schedule_one.go';
const SLICES = 'staging/src/k8s.io/endpointslice/utils.go';
const NODES = 'pkg/controller/nodelifecycle/node_lifecycle_controller.go';
const TAINTS = 'pkg/controller/tainteviction/taint_eviction.go';

export type StepCode =
  /** The API server stored the Pod. */
  | 'created'
  /** It does not take the Pod. params: field, detail */
  | 'refused'
  /** A scheduling gate holds it back. params: gates */
  | 'scheduling-gated'
  /** No node fits. params: message (may be empty) */
  | 'unschedulable'
  /** params: node */
  | 'scheduled'
  /** The kubelet refuses it. params: reason */
  | 'rejected'
  /** The kubelet has seen the Pod and writes its first status. */
  | 'first-status'
  /** A volume is not there yet. params: message (may be empty) */
  | 'volumes-missing'
  | 'sandbox-ready'
  | 'sandbox-lost'
  /** params: container, image */
  | 'image-pulling'
  /** params: container, image, ms (how long it took) */
  | 'image-pulled'
  /** params: container, image, reason (`ErrImagePull`, …) */
  | 'image-pull-failed'
  /** params: container, image, ms (nominal wait) */
  | 'image-backoff'
  /** params: container, reason */
  | 'create-failed'
  /** params: container, run (from 1) */
  | 'container-started'
  /** params: container, code (`StartError`) */
  | 'start-failed'
  /** params: container */
  | 'post-start-running'
  /** params: container */
  | 'post-start-failed'
  /** params: container, exitCode, reason, ms (how long it ran) */
  | 'container-exited'
  /** The kubelet sees the end at its next look at the runtime. params: container */
  | 'exit-seen'
  /** It may not run again. params: container, policy */
  | 'not-restarted'
  /** params: container, restarts */
  | 'restarted'
  /** The wait begins. params: container, ms (nominal), until */
  | 'crash-backoff'
  /** params: container, ms (how long it ran) */
  | 'backoff-reset'
  /** STATUS turns to CrashLoopBackOff only with this sync. params: container */
  | 'backoff-shown'
  /** params: container, exitCode */
  | 'restart-all'
  /** params: container, probe, ok (`yes`, `no`), count, threshold */
  | 'probe-answered'
  /** The threshold is reached. params: container, probe, result (`success`, `failure`) */
  | 'probe-result'
  /** params: container, probe */
  | 'probe-kills'
  /** params: container */
  | 'container-ready'
  /** params: container */
  | 'container-unready'
  | 'pod-ready'
  | 'pod-unready'
  /** params: type, status */
  | 'condition-set'
  /** params: from, to */
  | 'phase-changed'
  /** params: reason */
  | 'phase-failed'
  /** params: seconds */
  | 'deadline-exceeded'
  /** params: grace, until */
  | 'delete-requested'
  /** A later delete: the object's dates change, the running stop does not. params: grace */
  | 'delete-again'
  /** The object is gone at once; the processes are not. */
  | 'force-deleted'
  /** params: reason */
  | 'disrupted'
  /** params: message (may be empty) */
  | 'evicted'
  | 'endpoint-added'
  /** params: ready, serving, terminating (`yes`, `no`) */
  | 'endpoint-changed'
  | 'endpoint-removed'
  /** params: container */
  | 'pre-stop-started'
  /** params: container, ms */
  | 'pre-stop-ended'
  /** Cut at the end of the grace period. params: container, ms */
  | 'pre-stop-cut'
  /** params: container, ms (how long it may take) */
  | 'stop-signal'
  /** params: container */
  | 'sigkill'
  /** A sidecar waits for the others. params: container */
  | 'waits-its-turn'
  | 'liveness-stopped'
  /** All containers have ended; the last status is written. params: phase */
  | 'final-status'
  | 'object-removed'
  /** A static Pod's mirror is made anew. */
  | 'mirror-created'
  | 'manifest-removed'
  | 'finalizer-holds'
  /** params: path, value */
  | 'edited'
  /** params: container */
  | 'definition-changed'
  /** The node has no room now. */
  | 'resize-deferred'
  /** params: container */
  | 'resize-failed'
  /** params: container */
  | 'resize-started'
  | 'resize-completed'
  | 'kubelet-restarted'
  | 'node-lost'
  /** Ready becomes False by the controller, not by the kubelet. */
  | 'ready-false-by-controller'
  | 'taint-evicted'
  | 'node-returned'
  /** An Event of the reader's that has no step of its own. params: reason, message */
  | 'event';

/** `code → rule`, in the order in which a Pod goes through what happens at once: causes first. */
export const STEP_RULES: Readonly<Record<StepCode, string>> = {
  created: STRATEGY,
  refused: 'pkg/apis/core/validation/validation.go',
  'scheduling-gated': STRATEGY,
  unschedulable: SCHEDULER,
  scheduled: SCHEDULER,
  rejected: KUBELET,
  'first-status': KUBELET,
  'volumes-missing': KUBELET,
  'sandbox-ready': RUNTIME,
  'sandbox-lost': RUNTIME,
  'image-pulling': IMAGES,
  'image-pulled': IMAGES,
  'image-pull-failed': IMAGES,
  'image-backoff': IMAGES,
  'create-failed': CONTAINER,
  'container-started': CONTAINER,
  'start-failed': CONTAINER,
  'post-start-running': CONTAINER,
  'post-start-failed': CONTAINER,
  'container-exited': 'containerd: internal/cri/server/events.go',
  'exit-seen': 'pkg/kubelet/pleg/generic.go',
  'not-restarted': 'pkg/api/v1/pod/util.go',
  restarted: RUNTIME,
  'crash-backoff': RUNTIME,
  'backoff-reset': 'staging/src/k8s.io/client-go/util/flowcontrol/backoff.go',
  'backoff-shown': 'pkg/kubelet/kubelet_pods.go',
  'restart-all': RUNTIME,
  'probe-answered': PROBER,
  'probe-result': PROBER,
  'probe-kills': PROBER,
  'node-lost': NODES,
  'ready-false-by-controller': NODES,
  'taint-evicted': TAINTS,
  'node-returned': NODES,
  'container-ready': STATUS,
  'container-unready': STATUS,
  'pod-ready': STATUS,
  'pod-unready': STATUS,
  'condition-set': STATUS,
  'phase-changed': 'pkg/kubelet/kubelet_pods.go',
  'phase-failed': 'pkg/kubelet/active_deadline.go',
  'deadline-exceeded': 'pkg/kubelet/active_deadline.go',
  'delete-requested': STRATEGY,
  'delete-again': WORKERS,
  'force-deleted': STRATEGY,
  disrupted: 'pkg/registry/core/pod/storage/eviction.go',
  evicted: 'pkg/kubelet/eviction/eviction_manager.go',
  'endpoint-added': SLICES,
  'endpoint-changed': SLICES,
  'endpoint-removed': SLICES,
  'pre-stop-started': CONTAINER,
  'pre-stop-ended': CONTAINER,
  'pre-stop-cut': CONTAINER,
  'stop-signal': CONTAINER,
  sigkill: CONTAINER,
  'waits-its-turn': ORDER,
  'liveness-stopped': 'pkg/kubelet/prober/prober_manager.go',
  'final-status': KUBELET,
  'object-removed': STATUS,
  'mirror-created': 'pkg/kubelet/pod/mirror_client.go',
  'manifest-removed': KUBELET,
  'finalizer-holds': STRATEGY,
  edited: STRATEGY,
  'definition-changed': RUNTIME,
  'resize-deferred': 'pkg/kubelet/allocation/allocation_manager.go',
  'resize-failed': RUNTIME,
  'resize-started': 'pkg/kubelet/allocation/allocation_manager.go',
  'resize-completed': 'pkg/kubelet/allocation/allocation_manager.go',
  'kubelet-restarted': KUBELET,
  event: 'staging/src/k8s.io/client-go/tools/events',
};
