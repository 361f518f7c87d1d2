import type {
  Actor,
  AnswerCode,
  ChangeProblem,
  LifecycleRefusalCode,
  ScenarioProblemCode,
  StepCode,
  StreamProblemCode,
} from '../engine/lifecycle/index.ts';
import type { PodProblemCode } from '../engine/pod/index.ts';
import type { Params } from '../engine/problem.ts';
import type { ReadCode } from '../engine/read/index.ts';
import { durationText } from './duration.ts';
import type { Pair } from './messages.ts';

/** What happened, for every code of a step. */
export const stepMessages = {
  created: ['apiserver 存下了这个 Pod', 'The API server stores the Pod'],
  refused: [
    'apiserver 不接收它：{field}：{detail}',
    'The API server refuses it: {field}: {detail}',
  ],
  'scheduling-gated': ['调度门控拦着它：{gates}', 'Its scheduling gates hold it back: {gates}'],
  unschedulable: ['没有节点放得下它。{message}', 'No node fits it. {message}'],
  scheduled: ['调度器把它绑定到节点 {node}', 'The scheduler binds it to node {node}'],
  rejected: ['kubelet 不接收它：{reason}', 'The kubelet refuses it: {reason}'],
  'first-status': [
    'kubelet 看到了这个 Pod，写下第一份状态',
    'The kubelet sees the Pod and writes its first status',
  ],
  'volumes-missing': [
    '还有卷没挂上，容器都得等。{message}',
    'A volume is not there yet, so all containers wait. {message}',
  ],
  'sandbox-ready': ['Pod 沙箱建好，网络就绪', 'The Pod sandbox is up and has its network'],
  'sandbox-lost': [
    '沙箱没了：所有容器从头来，Init 容器也要再跑一遍',
    'The sandbox is gone: all containers start over, init containers included',
  ],
  'image-pulling': ['为 {container} 拉取镜像 {image}', 'Image {image} is pulled for {container}'],
  'image-pulled': [
    '{container} 的镜像 {image} 拉取完成，用了 {ms}',
    'Image {image} of {container} is pulled after {ms}',
  ],
  'image-pull-failed': [
    '{container} 的镜像 {image} 拉取失败：{reason}',
    'Image {image} of {container} cannot be pulled: {reason}',
  ],
  'image-backoff': [
    '{container} 的镜像 {image} 退避 {ms}，到期后的下一次同步才重试',
    'Image {image} of {container} waits {ms}; it is tried again at the next sync after that',
  ],
  'create-failed': ['{container} 创建不了：{reason}', '{container} cannot be created: {reason}'],
  'container-started': ['{container} 第 {run} 次运行开始', '{container} starts: run {run}'],
  'start-failed': [
    '运行时启动不了 {container}：{code}',
    'The runtime cannot start {container}: {code}',
  ],
  'post-start-running': [
    '{container} 的 postStart 在执行：结束之前 STATUS 不变，后面的容器也不启动',
    'The postStart hook of {container} runs: until it ends STATUS stays and later containers wait',
  ],
  'post-start-failed': [
    '{container} 的 postStart 失败，容器会被杀掉',
    'The postStart hook of {container} fails, so the container is killed',
  ],
  'container-exited': [
    '{container} 运行 {ms} 后退出，退出码 {exitCode}（{reason}）',
    '{container} exits after {ms} with code {exitCode} ({reason})',
  ],
  'exit-seen': [
    'kubelet 查看运行时，发现 {container} 已经退出',
    'The kubelet looks at the runtime and sees that {container} has ended',
  ],
  'not-restarted': [
    '重启策略是 {policy}，{container} 不再启动',
    'Restart policy {policy}: {container} is not started again',
  ],
  restarted: ['{container} 第 {restarts} 次重启', '{container} is restarted: restart {restarts}'],
  'crash-backoff': [
    '{container} 至少等 {ms} 才能再启动；kubelet 到下一次同步才动手，实际会更久',
    '{container} waits at least {ms} before it is started again; that happens at the next sync, so it takes longer',
  ],
  'backoff-reset': [
    '{container} 跑了 {ms}，退避从头算起',
    '{container} ran for {ms}, so its back-off starts over',
  ],
  'backoff-shown': [
    '到这次同步，{container} 的状态才写成 CrashLoopBackOff；之前显示的是上次退出的结果',
    'Only this sync writes CrashLoopBackOff for {container}; until now its last end was shown',
  ],
  'restart-all': [
    '{container} 以退出码 {exitCode} 结束，按规则所有容器重启',
    '{container} exits with code {exitCode}; by its rule all containers restart',
  ],
  'probe-answered': [
    '{container} 的 {probe}Probe 通过，连续第 {count} 次（要 {threshold} 次）',
    '{probe}Probe of {container} passes, {count} of {threshold} in a row',
  ],
  'probe-result': [
    '{container} 的 {probe}Probe 连续通过的次数够了，结果是成功',
    '{probe}Probe of {container} has passed often enough in a row: success',
  ],
  'probe-kills': [
    '{probe}Probe 失败，kubelet 停掉 {container}',
    'The {probe}Probe has failed, so the kubelet stops {container}',
  ],
  'container-ready': ['{container} 就绪', '{container} is ready'],
  'container-unready': ['{container} 未就绪', '{container} is not ready'],
  'pod-ready': ['Ready 变为 True：Pod 可以接收流量', 'Ready turns True: the Pod may get traffic'],
  'pod-unready': ['Ready 变为 False', 'Ready turns False'],
  'condition-set': ['状况 {type} 变为 {status}', 'Condition {type} turns {status}'],
  'phase-changed': ['阶段从 {from} 变为 {to}', 'The phase goes from {from} to {to}'],
  'phase-failed': ['阶段变为 Failed，原因 {reason}', 'The phase becomes Failed, reason {reason}'],
  'deadline-exceeded': [
    'activeDeadlineSeconds 的 {seconds} 秒到了，停掉所有容器',
    'The {seconds} s of activeDeadlineSeconds are over: all containers are stopped',
  ],
  'delete-requested': [
    'Pod 被删除，宽限期 {grace} 秒，到 {until} 为止',
    'The Pod is deleted with a grace period of {grace} s, until {until}',
  ],
  'delete-again': [
    '再次删除，宽限期 {grace} 秒：只改了对象上的时间，已经开始的停止不会提前',
    'Deleted again with a grace period of {grace} s: the dates on the object change, the stop under way does not',
  ],
  'force-deleted': [
    '强制删除：对象立刻消失，进程还没停',
    'Force deleted: the object is gone at once, the processes are not',
  ],
  disrupted: [
    'DisruptionTarget 状况写上 {reason}，随后 Pod 被删除',
    'Condition DisruptionTarget says {reason}, then the Pod is deleted',
  ],
  evicted: ['kubelet 驱逐这个 Pod。{message}', 'The kubelet evicts the Pod. {message}'],
  'endpoint-added': ['EndpointSlice 里有了它的端点', 'The EndpointSlice gets its endpoint'],
  'endpoint-changed': [
    '端点变为 ready: {ready}、serving: {serving}、terminating: {terminating}',
    'Its endpoint turns ready: {ready}, serving: {serving}, terminating: {terminating}',
  ],
  'endpoint-removed': ['端点从 EndpointSlice 里去掉', 'Its endpoint leaves the EndpointSlice'],
  'pre-stop-started': [
    '{container} 的 preStop 开始，用的是宽限期里的时间',
    'The preStop hook of {container} starts; it uses up the grace period',
  ],
  'pre-stop-ended': [
    '{container} 的 preStop 结束，用了 {ms}',
    'The preStop hook of {container} ends after {ms}',
  ],
  'pre-stop-cut': [
    '宽限期用完，{container} 的 preStop 执行了 {ms} 就被掐断',
    'The grace period is over: the preStop hook of {container} is cut off after {ms}',
  ],
  'stop-signal': [
    '{container} 收到停止信号（默认 SIGTERM），最多再给 {ms}',
    '{container} gets its stop signal (SIGTERM by default) and at most {ms} to end',
  ],
  sigkill: ['时间到，{container} 收到 SIGKILL', 'Time is up: {container} gets SIGKILL'],
  'waits-its-turn': [
    '边车 {container} 等其他容器停了才停',
    'Sidecar {container} waits until the others have ended',
  ],
  'liveness-stopped': [
    '终止期间不再执行存活探针和启动探针，就绪探针照旧',
    'While it terminates liveness and startup probes no longer run; readiness probes do',
  ],
  'final-status': [
    '容器都停了，最后一份状态里阶段是 {phase}',
    'All containers have ended; in the last status the phase is {phase}',
  ],
  'mirror-created': ['kubelet 又建了一个镜像 Pod', 'The kubelet makes the mirror Pod anew'],
  'manifest-removed': [
    '节点上的清单文件没了，容器要停',
    'The manifest on the node is gone: the containers are stopped',
  ],
  'object-removed': ['对象从 apiserver 里删掉', 'The object leaves the API server'],
  'finalizer-holds': [
    '还有 finalizer，对象留着不走',
    'A finalizer is still there, so the object stays',
  ],
  edited: ['{path} 改成 {value}', '{path} is set to {value}'],
  'definition-changed': [
    '{container} 的定义变了，要重启',
    'The definition of {container} has changed, so it is restarted',
  ],
  'resize-deferred': [
    '节点眼下腾不出资源，调整先等着',
    'The node has no room now, so the new resources wait',
  ],
  'resize-failed': [
    '{container} 的资源没调成，会再试',
    'The resources of {container} could not be changed; it is tried again',
  ],
  'resize-started': ['原地调整 {container} 的资源', 'The resources of {container} change in place'],
  'resize-completed': ['资源调整完成', 'The new resources are in place'],
  'kubelet-restarted': [
    'kubelet 重启：容器照跑，退避从头算起',
    'The kubelet restarts: containers go on, back-offs start over',
  ],
  'node-lost': ['节点失联，状态没人更新了', 'The node is lost: nobody updates the status any more'],
  'ready-false-by-controller': [
    '节点控制器把 Ready 改成 False；STATUS 和 READY 两列不变',
    'The node controller sets Ready to False; the STATUS and READY columns stay as they are',
  ],
  'taint-evicted': [
    '容忍 NoExecute 污点的时间到了，污点驱逐控制器删除这个 Pod',
    'The time for which it tolerates the NoExecute taint is over: the Pod is deleted',
  ],
  'node-returned': ['节点恢复，kubelet 接着管它', 'The node is back and the kubelet goes on'],
  event: ['事件 {reason}：{message}', 'Event {reason}: {message}'],
} satisfies Record<StepCode, Pair>;

/** Where one value of a param asks for other words: `CODE/VALUE`. */
export const stepVariants = {
  'probe-answered/no': [
    '{container} 的 {probe}Probe 失败，连续第 {count} 次（要 {threshold} 次）',
    '{probe}Probe of {container} fails, {count} of {threshold} in a row',
  ],
  'probe-result/failure': [
    '{container} 的 {probe}Probe 连续失败的次数到了，结果是失败',
    '{probe}Probe of {container} has failed often enough in a row: failure',
  ],
  'stop-signal/unknown': [
    '{container} 收到停止信号（默认 SIGTERM）',
    '{container} gets its stop signal (SIGTERM by default)',
  ],
  'pod-ready/terminating': [
    'Ready 变为 True，但 Pod 已被删除：端点仍不是 ready',
    'Ready turns True, but the Pod is deleted: its endpoint stays not ready',
  ],
} satisfies Record<string, Pair>;

export const actorMessages = {
  user: ['用户', 'user'],
  apiserver: ['apiserver', 'apiserver'],
  scheduler: ['调度器', 'scheduler'],
  kubelet: ['kubelet', 'kubelet'],
  runtime: ['运行时', 'runtime'],
  container: ['容器', 'container'],
  'endpointslice-controller': ['EndpointSlice 控制器', 'EndpointSlice controller'],
  'node-lifecycle-controller': ['节点控制器', 'node controller'],
  'taint-eviction-controller': ['污点驱逐控制器', 'taint eviction controller'],
  world: ['外部', 'outside'],
} satisfies Record<Actor, Pair>;

/** What a lane is about; the name of the container or condition stands beside it. */
export const laneMessages = {
  pod: ['Pod 阶段', 'Pod phase'],
  condition: ['状况', 'condition'],
  init: ['Init 容器', 'init container'],
  sidecar: ['边车', 'sidecar'],
  container: ['容器', 'container'],
  ephemeral: ['临时容器', 'ephemeral container'],
  startup: ['启动探针', 'startup probe'],
  readiness: ['就绪探针', 'readiness probe'],
  liveness: ['存活探针', 'liveness probe'],
  endpoint: ['端点', 'endpoint'],
  deletion: ['删除', 'deletion'],
} satisfies Record<string, Pair>;

/** States that have no word of the API's own to stand for them. */
export const stateMessages = {
  waiting: ['等待', 'waiting'],
  running: ['运行', 'running'],
  terminated: ['已结束', 'terminated'],
  stopping: ['正在停', 'stopping'],
  success: ['成功', 'success'],
  failure: ['失败', 'failure'],
  ready: ['就绪', 'ready'],
  'not-ready': ['未就绪', 'not ready'],
  'serving-terminating': ['终止中，仍可服务', 'terminating, still serving'],
  terminating: ['终止中', 'terminating'],
  grace: ['宽限期', 'grace period'],
  unknown: ['不知道', 'unknown'],
} satisfies Record<string, Pair>;

/** The questions about a reader's own Pod, answered. Durations come as text, numbers as numbers. */
export const questionMessages = {
  'grace-not-needed': [
    '删除时没有进程在运行，{grace} 的宽限期用不上',
    'Nothing runs when the delete comes: the grace period of {grace} is not needed',
  ],
  'grace-is-enough': [
    '宽限期 {grace} 够用：最慢的 {container} 要 {needs}，还剩 {spare}',
    'The grace period of {grace} is long enough: {container}, the slowest, needs {needs}, which leaves {spare}',
  ],
  'grace-is-short': [
    '宽限期 {grace} 不够：{container} 要 {needs}',
    'The grace period of {grace} is too short: {container} needs {needs}',
  ],
  'signal-is-ignored': [
    '{container} 不理会停止信号，宽限期 {grace} 再长也会被 SIGKILL 杀掉',
    '{container} ignores its stop signal: no grace period is long enough, and {grace} end with SIGKILL',
  ],
  'gone-after': [
    '删除 {takes} 后进程都没了（宽限期 {grace}）',
    'Its processes are gone {takes} after the delete (grace period {grace})',
  ],
  'gone-before-processes': [
    '对象立刻消失，进程 {takes} 后才没（宽限期 {grace}）',
    'The object goes at once, its processes {takes} later (grace period {grace})',
  ],
  'not-gone': [
    '宽限期 {grace} 过了，进程也没停',
    'Its processes do not end, not even after the grace period of {grace}',
  ],
  'traffic-by-readiness': [
    '{container} 卡死后，最多 {worst}（最少 {best}）还有流量进来：就绪探针每 {period} 秒一次，连续 {threshold} 次失败才算，每次最多等 {timeout} 秒',
    'When {container} hangs, traffic still comes for up to {worst} (at least {best}): the readiness probe runs every {period} s, {threshold} failures in a row count, each takes up to {timeout} s',
  ],
  'traffic-by-liveness': [
    '{container} 没有就绪探针：卡死后流量照来，直到存活探针把它杀掉，最多 {worst}（最少 {best}）',
    '{container} has no readiness probe: when it hangs, traffic comes until the liveness probe has it killed, for up to {worst} (at least {best})',
  ],
  'traffic-forever': [
    '{container} 没有探针：卡死后流量一直进来',
    '{container} has no probe: when it hangs, traffic goes on coming',
  ],
  'restart-by-liveness': [
    '{container} 卡死后，最多 {worst}（最少 {best}）被杀掉：存活探针每 {period} 秒一次，连续 {threshold} 次失败，每次最多等 {timeout} 秒，停下来再用掉宽限期 {grace}。重启还要等退避',
    'When {container} hangs, it is killed after {worst} at most ({best} at least): the liveness probe runs every {period} s, {threshold} failures in a row count, each takes up to {timeout} s, and stopping takes up to {grace}; the restart then waits for the crash back-off',
  ],
  'restart-never': [
    '{container} 没有存活探针：卡死了也不会重启',
    '{container} has no liveness probe: when it hangs, nobody restarts it',
  ],
  'restart-not-allowed': [
    '重启策略是 {policy}：存活探针只会停掉 {container}，不会再启动',
    'Restart policy {policy}: the liveness probe stops {container}, nothing starts it again',
  ],
  'budget-by-startup': [
    '{container} 有 {least} 到 {most} 的启动时间：启动探针每 {period} 秒一次，最多失败 {threshold} 次',
    '{container} has {least} to {most} to start: the startup probe runs every {period} s and may fail {threshold} times',
  ],
  'budget-by-liveness': [
    '{container} 没有启动探针，存活探针只给 {least} 到 {most} 的启动时间：每 {period} 秒一次，最多失败 {threshold} 次',
    '{container} has no startup probe; the liveness probe leaves it {least} to {most} to start: every {period} s, {threshold} failures',
  ],
  'budget-unlimited': [
    '没有启动探针，也没有存活探针：启动多久都行',
    'Neither startup nor liveness probe: it may take as long as it likes to start',
  ],
} satisfies Record<AnswerCode, Pair>;

export const changeMessages = {
  'change-not-understood': [
    '这项改动看不懂：{change}。写成 terminationGracePeriodSeconds=10 或 containers[0].livenessProbe.periodSeconds=5',
    'This change is not understood: {change}. Write terminationGracePeriodSeconds=10 or containers[0].livenessProbe.periodSeconds=5',
  ],
} satisfies Record<ChangeProblem['code'], Pair>;

export const scenarioMessages = {
  'scenario-unknown-key': ['场景里没有 {key} 这个键', 'A scenario has no key {key}'],
  'scenario-wrong-value': [
    '{key} 的值不对，要的是 {expected}',
    '{key} takes another value: {expected}',
  ],
  'scenario-unknown-container': [
    '这个 Pod 里没有容器 {name}（有的是 {names}），关于它的内容不起作用',
    'The Pod has no container {name} (it has {names}): what is said of it has no effect',
  ],
} satisfies Record<ScenarioProblemCode, Pair>;

export const refusedMessages = {
  'refused-no-containers': [
    'API 服务器不接受没有容器的 Pod',
    'The API server takes no Pod without containers',
  ],
  'refused-number': [
    'API 服务器不接受 {value}：最小 {least}，最大 {most}',
    'The API server does not take {value}: at least {least}, at most {most}',
  ],
} satisfies Record<LifecycleRefusalCode, Pair>;

/** What is left of a long stream, or of one that broke off. */
export const streamMessages = {
  'stream-too-long': ['太长了，只读前 {most} 个', 'Too long: only the first {most} are read'],
  'watch-error': ['watch 以错误结束：{message}', 'The watch ended with an error: {message}'],
} satisfies Record<Exclude<StreamProblemCode, PodProblemCode | ReadCode>, Pair>;

/** How a span is known, by the letter that the widget has for it. */
export const knownMessages = {
  o: ['看到的', 'seen'],
  i: ['推断的', 'inferred'],
  u: ['不知道', 'unknown'],
  s: ['模拟的', 'simulated'],
} satisfies Record<string, Pair>;

export interface StepSentence {
  /** Of the sentence: the code, with a value where that asks for other words. */
  readonly key: string;
  readonly pair: Pair;
  /** Times as a reader wants them: `1m30s`. */
  readonly params: Params;
}

export function stepSentence(code: StepCode, params: Params): StepSentence {
  const { result, ok, grace, endpoint } = params;
  const variant = `${code}/${result ?? ok ?? grace ?? endpoint}`;
  const has = Object.hasOwn(stepVariants, variant);
  return {
    key: has ? variant : code,
    pair: has ? stepVariants[variant as keyof typeof stepVariants] : stepMessages[code],
    params: spoken(params),
  };
}

export function isStepCode(code: string): code is StepCode {
  return Object.hasOwn(stepMessages, code);
}

const TIMES = ['ms', 'until'];

function spoken(params: Params): Params {
  const entries = Object.entries(params).map(([name, value]) => [
    name,
    typeof value === 'number' && TIMES.includes(name) ? durationText(value) : value,
  ]);
  return Object.fromEntries(entries);
}
