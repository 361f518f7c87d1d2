/**
 * Reasons of containers: those that the kubelet of v1.37.2 writes itself, and those that the usual runtimes hand
 * to it. It keeps the error of a start as `waiting.reason` (pkg/kubelet/reason_cache.go).
 */
import type { More, ReasonRow } from './reason-row.ts';

const PODS = 'pkg/kubelet/kubelet_pods.go';
const RESULT = 'pkg/kubelet/container/sync_result.go';
const IMAGES = 'pkg/kubelet/images/types.go';
const CRI = 'k8s.io/cri-api/pkg/errors/errors.go';
const CONTAINER = 'pkg/kubelet/kuberuntime/kuberuntime_container.go';
const CONTAINERD = 'containerd: internal/cri/server/helpers.go';

const PULL: More = { next: ['next-image-backoff'], look: ['look-events', 'look-pull'] };
const WAIT: More = { next: ['next-waits'], look: ['look-events'] };
const SAME: More = { next: ['next-same-again'], look: ['look-describe'] };
const CONFIG: More = { look: ['look-describe', 'look-config'] };

export const CONTAINER_REASONS: readonly ReasonRow[] = [
  ['ContainerCreating', 'waiting', 'creating', PODS, WAIT],
  ['PodInitializing', 'waiting', 'initializing', PODS, WAIT],
  [
    'CrashLoopBackOff',
    'waiting',
    'crash-loop',
    RESULT,
    { next: ['next-crash-loop'], look: ['look-last-logs', 'look-states'] },
  ],
  ['ErrImagePull', 'waiting', 'pull-failed', IMAGES, PULL],
  ['ImagePullBackOff', 'waiting', 'pull-backoff', IMAGES, PULL],
  [
    'ErrImageNeverPull',
    'waiting',
    'never-pulled',
    IMAGES,
    { look: ['look-describe', 'look-pull'] },
  ],
  ['InvalidImageName', 'waiting', 'invalid-image', IMAGES, SAME],
  [
    'ImageInspectError',
    'waiting',
    'inspect-failed',
    IMAGES,
    { look: ['look-events', 'look-runtime'] },
  ],
  ['RegistryUnavailable', 'waiting', 'registry-unavailable', CRI, PULL],
  ['SignatureValidationFailed', 'waiting', 'signature-invalid', CRI, PULL],
  ['CreateContainerConfigError', 'waiting', 'config-error', CONTAINER, CONFIG],
  [
    'CreateContainerError',
    'waiting',
    'create-error',
    CONTAINER,
    { look: ['look-events', 'look-runtime'] },
  ],
  [
    'PreCreateHookError',
    'waiting',
    'pre-create-hook',
    CONTAINER,
    { look: ['look-events', 'look-kubelet'] },
  ],
  [
    'PreStartHookError',
    'waiting',
    'pre-start-hook',
    CONTAINER,
    { look: ['look-events', 'look-kubelet'] },
  ],
  [
    'RunContainerError',
    'waiting',
    'run-error',
    RESULT,
    { next: ['next-after-start-error'], look: ['look-states', 'look-shell'] },
  ],
  [
    'PostStartHookError',
    'waiting',
    'post-start-hook',
    CONTAINER,
    { next: ['next-after-hook'], look: ['look-hook', 'look-last-logs'] },
  ],
  [
    'RestartingAllContainers',
    'waiting',
    'restarting-all',
    PODS,
    { next: ['next-restart-all'], look: ['look-states'] },
  ],

  [
    'Completed',
    'terminated',
    'completed',
    CONTAINERD,
    { next: ['next-after-zero'], look: ['look-logs'] },
  ],
  ['Error', 'terminated', 'failed', CONTAINERD, {}],
  [
    'OOMKilled',
    'terminated',
    'oom-killed',
    CONTAINERD,
    { look: ['look-usage', 'look-kernel', 'look-last-logs'] },
  ],
  [
    'StartError',
    'terminated',
    'start-failed',
    CONTAINERD,
    { next: ['next-after-start-error'], look: ['look-states', 'look-shell'] },
  ],
  ['Unknown', 'terminated', 'lost-by-runtime', CONTAINERD, { look: ['look-runtime'] }],
  [
    'ContainerStatusUnknown',
    'terminated',
    'lost-by-kubelet',
    'pkg/kubelet/container/runtime.go',
    { look: ['look-events', 'look-kubelet'] },
  ],
  [
    'RestartingAllContainers',
    'terminated',
    'restarted-all',
    PODS,
    { column: 'column-last', next: ['next-restart-all'], look: ['look-states'] },
  ],
  [
    'ContainerCannotRun',
    'terminated',
    'cannot-run',
    'cri-dockerd: core/container_status.go',
    { next: ['next-after-start-error'], look: ['look-states', 'look-shell'] },
  ],
  [
    'seccomp killed',
    'terminated',
    'seccomp-killed',
    'CRI-O: server/container_status.go',
    { look: ['look-kernel'] },
  ],
];
