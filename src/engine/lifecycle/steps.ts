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

/** `code → rule`. */
export const STEP_RULES = {
  /** The API server stored the Pod. */
  created: STRATEGY,
  /** It does not take the Pod. params: field, detail */
  refused: 'pkg/apis/core/validation/validation.go',
  /** A scheduling gate holds it back. params: gates */
  'scheduling-gated': SCHEDULER,
  /** No node fits. params: message (may be empty) */
  unschedulable: SCHEDULER,
  /** params: node */
  scheduled: SCHEDULER,
  /** The kubelet refuses it. params: reason */
  rejected: KUBELET,
  /** The kubelet has seen the Pod and writes its first status. */
  'first-status': KUBELET,
  /** A volume is not there yet. params: message (may be empty) */
  'volumes-missing': KUBELET,
  'sandbox-ready': RUNTIME,
  'sandbox-lost': RUNTIME,
  /** params: container, image */
  'image-pulling': IMAGES,
  /** params: container, image, ms (how long it took) */
  'image-pulled': IMAGES,
  /** params: container, image, reason (`ErrImagePull`, …) */
  'image-pull-failed': IMAGES,
  /** params: container, image, ms (nominal wait) */
  'image-backoff': IMAGES,
  /** params: container, reason */
  'create-failed': CONTAINER,
  /** params: container, run (from 1) */
  'container-started': CONTAINER,
  /** params: container, code (`StartError`) */
  'start-failed': CONTAINER,
  /** params: container */
  'post-start-running': CONTAINER,
  /** params: container */
  'post-start-failed': CONTAINER,
  /** params: container, exitCode, reason, ms (how long it ran) */
  'container-exited': 'containerd: internal/cri/server/events.go',
  /** The kubelet sees the end at its next look at the runtime. params: container */
  'exit-seen': 'pkg/kubelet/pleg/generic.go',
  /** It may not run again. params: container, policy */
  'not-restarted': 'pkg/api/v1/pod/util.go',
  /** params: container, restarts */
  restarted: RUNTIME,
  /** The wait begins. params: container, ms (nominal), until */
  'crash-backoff': RUNTIME,
  /** params: container, ms (how long it ran) */
  'backoff-reset': 'staging/src/k8s.io/client-go/util/flowcontrol/backoff.go',
  /** STATUS turns to CrashLoopBackOff only with this sync. params: container */
  'backoff-shown': 'pkg/kubelet/kubelet_pods.go',
  /** params: container, exitCode */
  'restart-all': RUNTIME,
  /** params: container, probe, ok (`yes`, `no`), count, threshold */
  'probe-answered': PROBER,
  /** The threshold is reached. params: container, probe, result (`success`, `failure`) */
  'probe-result': PROBER,
  /** params: container, probe */
  'probe-kills': PROBER,
  /** params: container */
  'container-ready': STATUS,
  /** params: container */
  'container-unready': STATUS,
  'pod-ready': STATUS,
  'pod-unready': STATUS,
  /** params: type, status */
  'condition-set': STATUS,
  /** params: from, to */
  'phase-changed': 'pkg/kubelet/kubelet_pods.go',
  /** params: reason */
  'phase-failed': 'pkg/kubelet/active_deadline.go',
  /** params: seconds */
  'deadline-exceeded': 'pkg/kubelet/active_deadline.go',
  /** params: grace, until */
  'delete-requested': STRATEGY,
  /** A later delete: the object's dates change, the running stop does not. params: grace */
  'delete-again': WORKERS,
  /** The object is gone at once; the processes are not. */
  'force-deleted': STRATEGY,
  /** params: reason */
  disrupted: 'pkg/registry/core/pod/storage/eviction.go',
  /** params: message (may be empty) */
  evicted: 'pkg/kubelet/eviction/eviction_manager.go',
  'endpoint-added': SLICES,
  /** params: ready, serving, terminating (`yes`, `no`) */
  'endpoint-changed': SLICES,
  'endpoint-removed': SLICES,
  /** params: container */
  'pre-stop-started': CONTAINER,
  /** params: container, ms */
  'pre-stop-ended': CONTAINER,
  /** Cut at the end of the grace period. params: container, ms */
  'pre-stop-cut': CONTAINER,
  /** params: container, ms (how long it may take) */
  'stop-signal': CONTAINER,
  /** params: container */
  sigkill: CONTAINER,
  /** A sidecar waits for the others. params: container */
  'waits-its-turn': ORDER,
  'liveness-stopped': 'pkg/kubelet/prober/prober_manager.go',
  /** All containers have ended; the last status is written. params: phase */
  'final-status': KUBELET,
  'object-removed': STATUS,
  /** A static Pod's mirror is made anew. */
  'mirror-created': 'pkg/kubelet/pod/mirror_client.go',
  'manifest-removed': KUBELET,
  'finalizer-holds': STRATEGY,
  /** params: path, value */
  edited: STRATEGY,
  /** params: container */
  'definition-changed': RUNTIME,
  /** The node has no room now. */
  'resize-deferred': 'pkg/kubelet/allocation/allocation_manager.go',
  /** params: container */
  'resize-failed': RUNTIME,
  /** params: container */
  'resize-started': 'pkg/kubelet/allocation/allocation_manager.go',
  'resize-completed': 'pkg/kubelet/allocation/allocation_manager.go',
  'kubelet-restarted': KUBELET,
  'node-lost': NODES,
  /** Ready becomes False by the controller, not by the kubelet. */
  'ready-false-by-controller': NODES,
  'taint-evicted': TAINTS,
  'node-returned': NODES,
  /** An Event of the reader's that has no step of its own. params: reason, message */
  event: 'staging/src/k8s.io/client-go/tools/events',
} as const satisfies Readonly<Record<string, string>>;

export type StepCode = keyof typeof STEP_RULES;
