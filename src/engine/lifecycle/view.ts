/**
 * From an object to the part of it that its lifecycle is made of, with what the API fills in.
 * Upstream, v1.37.2: SetDefaults_Pod, SetDefaults_PodSpec, SetDefaults_PodStatus, SetDefaults_Container and
 * SetDefaults_Probe of pkg/apis/core/v1/defaults.go; IsStaticPod and IsMirrorPod of pkg/kubelet/types.
 * Values of the wrong type read as absent: what the API server would refuse is the schema's business.
 */
import { itemsOf, text } from '../pod/index.ts';
import { printJson } from '../read/index.ts';
import { type SourceNode, child } from '../source.ts';
import type {
  Condition,
  ContainerSpec,
  ContainerState,
  ContainerStatus,
  Hook,
  PodSpecView,
  PodStatusView,
  PodView,
  Probe,
  RestartRule,
} from './model.ts';
import { parseTime } from './time.ts';

/**
 * The Pod in `source`; `specPath` as in a Slot of engine/pod, when `source` is a workload: the Pod of its
 * template has neither dates nor a status.
 */
export function viewPod(source: SourceNode, specPath: string = 'spec'): PodView {
  const isPod = specPath === 'spec';
  const metadata = child(source, 'metadata');
  const dates = isPod ? metadata : undefined;
  const template = nodeAt(source, specPath.replace(/\.?spec$/, ''));
  const annotations = child(child(template, 'metadata'), 'annotations');
  const configSource = child(annotations, CONFIG_SOURCE);
  return {
    name: text(metadata, 'name') || text(metadata, 'generateName'),
    namespace: text(metadata, 'namespace') || 'default',
    uid: text(dates, 'uid'),
    ...some('creationTimestamp', time(dates, 'creationTimestamp')),
    ...some('deletionTimestamp', time(dates, 'deletionTimestamp')),
    ...some('deletionGracePeriodSeconds', integer(dates, 'deletionGracePeriodSeconds')),
    finalizers: strings(child(dates, 'finalizers')),
    isStatic:
      (configSource !== undefined && text(annotations, CONFIG_SOURCE) !== 'api') ||
      child(annotations, CONFIG_MIRROR) !== undefined,
    spec: specIn(nodeAt(source, specPath)),
    status: statusIn(isPod ? child(source, 'status') : undefined),
  };
}

const CONFIG_SOURCE = 'kubernetes.io/config.source';
const CONFIG_MIRROR = 'kubernetes.io/config.mirror';

function nodeAt(source: SourceNode, path: string): SourceNode | undefined {
  let node: SourceNode | undefined = source;
  for (const step of path === '' ? [] : path.split('.')) node = child(node, step);
  return node;
}

function specIn(spec: SourceNode | undefined): PodSpecView {
  const grace = integer(spec, 'terminationGracePeriodSeconds') ?? 30;
  return {
    nodeName: text(spec, 'nodeName'),
    restartPolicy: text(spec, 'restartPolicy') || 'Always',
    terminationGracePeriodSeconds: grace < 0 ? 1 : grace,
    ...some('activeDeadlineSeconds', integer(spec, 'activeDeadlineSeconds')),
    initContainers: itemsOf(child(spec, 'initContainers')).map(containerIn),
    containers: itemsOf(child(spec, 'containers')).map(containerIn),
    ephemeralContainers: itemsOf(child(spec, 'ephemeralContainers')).map(containerIn),
    readinessGates: itemsOf(child(spec, 'readinessGates')).map((gate) =>
      text(gate, 'conditionType'),
    ),
    schedulingGates: itemsOf(child(spec, 'schedulingGates')).map((gate) => text(gate, 'name')),
  };
}

function containerIn(container: SourceNode): ContainerSpec {
  const image = text(container, 'image');
  const lifecycle = child(container, 'lifecycle');
  const resources = child(container, 'resources');
  return {
    name: text(container, 'name'),
    image,
    imagePullPolicy: text(container, 'imagePullPolicy') || defaultPullPolicy(image),
    ...some('restartPolicy', text(container, 'restartPolicy') || undefined),
    restartPolicyRules: itemsOf(child(container, 'restartPolicyRules')).map(ruleIn),
    ...some('startupProbe', probeIn(child(container, 'startupProbe'))),
    ...some('readinessProbe', probeIn(child(container, 'readinessProbe'))),
    ...some('livenessProbe', probeIn(child(container, 'livenessProbe'))),
    ...some('preStop', hookIn(child(lifecycle, 'preStop'))),
    ...some('postStart', hookIn(child(lifecycle, 'postStart'))),
    resources: resources?.kind === 'map' ? printJson(resources) : '',
  };
}

/** Always for `latest`, said or meant; a digest means no tag. */
function defaultPullPolicy(image: string): string {
  const [reference = '', digest] = image.split('@');
  const name = reference.slice(reference.lastIndexOf('/') + 1);
  const tag = name.includes(':') ? name.slice(name.indexOf(':') + 1) : undefined;
  const isLatest = tag === undefined ? name !== '' && digest === undefined : tag === 'latest';
  return isLatest ? 'Always' : 'IfNotPresent';
}

/** A rule that has no exit codes matches nothing. */
function ruleIn(rule: SourceNode): RestartRule {
  const codes = child(rule, 'exitCodes');
  return {
    action: text(rule, 'action'),
    operator: text(codes, 'operator'),
    values: itemsOf(child(codes, 'values')).flatMap((value) => whole(value) ?? []),
  };
}

function probeIn(probe: SourceNode | undefined): Probe | undefined {
  if (probe?.kind !== 'map') return undefined;
  const handler = (['exec', 'httpGet', 'tcpSocket', 'grpc'] as const).find((key) =>
    has(probe, key),
  );
  return {
    handler: handler ?? 'none',
    initialDelaySeconds: integer(probe, 'initialDelaySeconds') ?? 0,
    periodSeconds: integer(probe, 'periodSeconds') || 10,
    timeoutSeconds: integer(probe, 'timeoutSeconds') || 1,
    successThreshold: integer(probe, 'successThreshold') || 1,
    failureThreshold: integer(probe, 'failureThreshold') || 3,
    ...some('terminationGracePeriodSeconds', integer(probe, 'terminationGracePeriodSeconds')),
  };
}

function hookIn(hook: SourceNode | undefined): Hook | undefined {
  if (hook?.kind !== 'map') return undefined;
  const handler = (['exec', 'httpGet', 'tcpSocket', 'sleep'] as const).find((key) =>
    has(hook, key),
  );
  return {
    handler: handler ?? 'none',
    ...some('sleepSeconds', integer(child(hook, 'sleep'), 'seconds')),
  };
}

function statusIn(status: SourceNode | undefined): PodStatusView {
  const statuses = (key: string) => itemsOf(child(status, key)).map(containerStatusIn);
  return {
    phase: text(status, 'phase'),
    reason: text(status, 'reason'),
    message: text(status, 'message'),
    conditions: itemsOf(child(status, 'conditions')).map(conditionIn),
    nominatedNodeName: text(status, 'nominatedNodeName'),
    podIPs: podIPsIn(status),
    ...some('startTime', time(status, 'startTime')),
    initContainerStatuses: statuses('initContainerStatuses'),
    containerStatuses: statuses('containerStatuses'),
    ephemeralContainerStatuses: statuses('ephemeralContainerStatuses'),
  };
}

/** Where the two disagree, the single one counts. */
function podIPsIn(status: SourceNode | undefined): readonly string[] {
  const single = text(status, 'podIP');
  const list = itemsOf(child(status, 'podIPs')).map((entry) => text(entry, 'ip'));
  return single === '' || list[0] === single ? list : [single];
}

function conditionIn(condition: SourceNode): Condition {
  return {
    type: text(condition, 'type'),
    status: text(condition, 'status'),
    reason: text(condition, 'reason'),
    message: text(condition, 'message'),
    ...some('lastTransitionTime', time(condition, 'lastTransitionTime')),
  };
}

function containerStatusIn(status: SourceNode): ContainerStatus {
  return {
    name: text(status, 'name'),
    state: stateIn(child(status, 'state')),
    lastState: stateIn(child(status, 'lastState')),
    ready: flag(status, 'ready') ?? false,
    ...some('started', flag(status, 'started')),
    restartCount: integer(status, 'restartCount') ?? 0,
    containerID: text(status, 'containerID'),
  };
}

function stateIn(state: SourceNode | undefined): ContainerState {
  const [waiting, running, terminated] = ['waiting', 'running', 'terminated'].map((key) =>
    child(state, key),
  );
  return {
    ...(waiting?.kind === 'map' && {
      waiting: { reason: text(waiting, 'reason'), message: text(waiting, 'message') },
    }),
    ...(running?.kind === 'map' && { running: some('startedAt', time(running, 'startedAt')) }),
    ...(terminated?.kind === 'map' && {
      terminated: {
        exitCode: integer(terminated, 'exitCode') ?? 0,
        signal: integer(terminated, 'signal') ?? 0,
        reason: text(terminated, 'reason'),
        message: text(terminated, 'message'),
        ...some('startedAt', time(terminated, 'startedAt')),
        ...some('finishedAt', time(terminated, 'finishedAt')),
      },
    }),
  };
}

function has(node: SourceNode, key: string): boolean {
  return child(node, key)?.kind === 'map';
}

function time(node: SourceNode | undefined, key: string): number | undefined {
  return parseTime(text(node, key));
}

function integer(node: SourceNode | undefined, key: string): number | undefined {
  return whole(child(node, key));
}

function whole(node: SourceNode | undefined): number | undefined {
  if (node?.kind !== 'scalar' || typeof node.value !== 'number') return undefined;
  return Number.isSafeInteger(node.value) ? node.value : undefined;
}

function flag(node: SourceNode | undefined, key: string): boolean | undefined {
  const value = child(node, key);
  return value?.kind === 'scalar' && typeof value.value === 'boolean' ? value.value : undefined;
}

function strings(node: SourceNode | undefined): readonly string[] {
  return itemsOf(node).flatMap((item) =>
    item.kind === 'scalar' && typeof item.value === 'string' ? [item.value] : [],
  );
}

function some<Key extends string, Value>(
  key: Key,
  value: Value | undefined,
): { readonly [K in Key]?: Value } {
  return value === undefined ? {} : ({ [key]: value } as { readonly [K in Key]?: Value });
}
