/** Sentences about a Pod's status: where a STATUS word comes from, what it hides, what a pasted line tells. */
import type {
  CellCode,
  HintCode,
  ReadinessCode,
  StatusFindingCode,
  StatusSourceCode,
  TraceRole,
  WordCode,
} from '../engine/lifecycle/index.ts';
import type { Pair } from './messages.ts';

/** Where the printed word comes from. */
export const statusSources = {
  'from-phase': [
    '是阶段：没有别的原因盖过它。',
    'It is the phase: nothing else has a word to say.',
  ],
  'from-status-reason': [
    '是 status.reason：没有容器说得出原因，才轮到它。',
    'It is status.reason, which shows only when no container has a reason.',
  ],
  'from-scheduling-gated': [
    '是 PodScheduled 状况的原因。',
    'It is the reason of the condition PodScheduled.',
  ],
  'from-container-waiting-reason': [
    '是容器 {container} 等待的原因。',
    'It is the reason for which container {container} waits.',
  ],
  'from-container-terminated-reason': [
    '是容器 {container} 结束的原因。',
    'It is the reason with which container {container} ended.',
  ],
  'from-container-signal': [
    '容器 {container} 结束时没有写原因，只有信号 {signal}，这个词由它拼成。',
    'Container {container} ended without a reason, by signal {signal}; the word is made from that.',
  ],
  'from-container-exit-code': [
    '容器 {container} 结束时没有写原因，只有退出码 {exitCode}，这个词由它拼成。',
    'Container {container} ended without a reason, with exit code {exitCode}; the word is made from that.',
  ],
  'from-init-waiting-reason': [
    '“Init:”加上 {container} 等待的原因。它是第一个没做完的 Init 容器，或没在跑的边车容器。',
    '“Init:” and the reason for which {container} waits: the first init container not done, or sidecar not running.',
  ],
  'from-init-terminated-reason': [
    '“Init:”加上 {container} 结束的原因。它是第一个没做完的 Init 容器，或没在跑的边车容器。',
    '“Init:” and the reason with which {container} ended: the first init container not done, or sidecar not running.',
  ],
  'from-init-signal': [
    '“Init:”加上 {container} 结束时的信号 {signal}，原因没有写。',
    '“Init:” and the signal {signal} by which {container} ended, as there is no reason.',
  ],
  'from-init-exit-code': [
    '“Init:”加上 {container} 的退出码 {exitCode}，原因没有写。',
    '“Init:” and the exit code {exitCode} of {container}, as there is no reason.',
  ],
  'from-init-progress': [
    '{total} 个 Init 容器里前 {done} 个已经做完，轮到 {container}。边车容器也数在内。',
    '{done} of {total} init containers are done, and it is the turn of {container}. Sidecars count.',
  ],
  'from-not-ready': [
    '{container} 已经 Completed，而 {running} 还在跑，Pod 又不是 Ready，于是写成 NotReady。',
    '{container} has Completed, {running} still runs and the Pod is not Ready, so the word becomes NotReady.',
  ],
  'from-still-running': [
    '{container} 已经 Completed，但 {running} 还在跑，Pod 是 Ready，于是写回 Running。',
    '{container} has Completed, but {running} still runs and the Pod is Ready, so the word becomes Running again.',
  ],
  'from-deletion': [
    '有 deletionTimestamp，阶段还没到终点，别的词都让位。',
    'There is a deletionTimestamp and the phase is not terminal, which outdoes every other word.',
  ],
  'from-node-lost': [
    '已被删除，而且 status.reason 是 NodeLost。1.37 里已经没有代码写它。',
    'It is deleted and status.reason is NodeLost, which no code of 1.37 writes any more.',
  ],
} satisfies Record<`from-${StatusSourceCode}`, Pair>;

/** The same of a word without its object. */
export const standMessages = {
  'stands-phase': ['阶段', 'the phase'],
  'stands-status-reason': ['Pod 的原因', 'a reason of the Pod'],
  'stands-scheduling-gated': [
    '状况 PodScheduled 的原因',
    'the reason of the condition PodScheduled',
  ],
  'stands-container-waiting-reason': ['容器等待的原因', 'the reason for which a container waits'],
  'stands-container-terminated-reason': [
    '容器结束的原因',
    'the reason with which a container ended',
  ],
  'stands-container-signal': [
    '用结束容器的信号拼成',
    'made from the signal that ended a container',
  ],
  'stands-container-exit-code': ['用容器的退出码拼成', 'made from the exit code of a container'],
  'stands-init-waiting-reason': [
    '用 Init 容器或边车容器等待的原因拼成',
    'made from the reason for which an init container or sidecar waits',
  ],
  'stands-init-terminated-reason': [
    '用 Init 容器或边车容器结束的原因拼成',
    'made from the reason with which an init container or sidecar ended',
  ],
  'stands-init-signal': [
    '用结束 Init 容器的信号拼成',
    'made from the signal that ended an init container',
  ],
  'stands-init-exit-code': [
    '用 Init 容器的退出码拼成',
    'made from the exit code of an init container',
  ],
  'stands-init-progress': ['数 Init 容器拼成', 'made by counting init containers'],
  'stands-not-ready': [
    '因为一个容器已完成、另一个还在跑',
    'as one container is done, another runs',
  ],
  'stands-still-running': [
    '一个容器已完成，另一个还在跑',
    'one container is done, another still runs',
  ],
  'stands-deletion': ['因为 Pod 正被删除', 'as the Pod is being deleted'],
  'stands-node-lost': ['因为 Pod 已被删除，节点失联', 'as the Pod is deleted and its node is lost'],
} satisfies Record<`stands-${StatusSourceCode}`, Pair>;

/** What says each word. */
export const traceRoles = {
  phase: ['阶段', 'phase'],
  'status-reason': ['Pod 的原因', 'reason of the Pod'],
  'condition-reason': ['状况的原因', 'reason of a condition'],
  'container-reason': ['容器 {container} 的原因', 'reason of container {container}'],
  'made-up': ['打印时拼的', 'made up for the table'],
} satisfies Record<TraceRole, Pair>;

/** Words of the column that are no reason. */
export const wordMessages = {
  'word-pending': [
    '至少有一个容器从没启动过：还没有节点，或 Init 容器没做完，或在等镜像和卷。',
    'At least one container has never started: no node yet, init not done, or waiting for image or volumes.',
  ],
  'word-running': [
    '每个容器都启动过，至少一个在跑。不代表就绪，也不代表节点还在。',
    'Every container has started once and one runs. It says neither that it is ready nor that the node is still there.',
  ],
  'word-succeeded': [
    '所有容器都以 0 结束，不会再启动。STATUS 里很少见，通常写成 Completed。',
    'All containers ended with 0 and none starts again. Rare in STATUS, which usually says Completed.',
  ],
  'word-failed': [
    'Pod 到头了，至少一处失败，却没有一个容器写了原因。',
    'The Pod is over and something failed, but no container has a reason.',
  ],
  'word-unknown': [
    '不是阶段：阶段 Unknown 2015 年以后就没有人写了。只有删了失联节点上的 Pod，老版本才会显示它。',
    'Hardly the phase: nobody has written the phase Unknown since 2015. Older releases show it for deleted Pods of lost nodes.',
  ],
  'word-init-progress': [
    '{total} 个 Init 容器里，前 {done} 个已经做完，下一个在跑或在等。',
    'Of {total} init containers the first {done} are done; the next one runs or waits.',
  ],
  'word-empty': ['对象里还没有阶段。', 'The object has no phase yet.'],
  'word-strange': [
    'Kubernetes 1.37 里没有这个词：可能是运行时、别的程序或老版本写的原因，也可能抄错了。',
    'No word of Kubernetes 1.37: a reason written by a runtime, another program or an older release, or a slip.',
  ],
} satisfies Record<WordCode, Pair>;

export const statusFindings = {
  'reason-hidden': [
    'status.reason 是 {reason}，STATUS 却显示 {word}：容器自己的词会盖过它。',
    'status.reason is {reason}, and yet STATUS shows {word}: the word of a container goes first.',
  ],
  'container-hidden': [
    '不删除的话，STATUS 会是 {reason}：那是 {container} 的情况，{word} 盖住了它。',
    'Without the deletion STATUS would be {reason}, because of {container}; {word} covers it.',
  ],
  'ended-not-terminating': [
    '已被删除，但容器都结束了，所以显示 {word}，不再是 Terminating，直到对象消失。',
    'It is deleted, but its containers have ended, so it shows {word} and no longer Terminating until the object goes.',
  ],
  'others-run': [
    '{container} 失败了，{running} 还在跑：有原因的胜过在跑的。',
    '{container} failed while {running} still runs: a reason goes before a running container.',
  ],
  'first-speaks': [
    '几个容器都有原因，列表里靠前的 {container} 说了算，{others} 的看不到。',
    'Several containers have a reason. {container} comes first in the list and has the word; {others} cannot be seen.',
  ],
  'sidecar-not-init': [
    '写着 Init，其实初始化早已做完：{container} 是边车容器，主容器已经启动过。',
    'It says Init, but initialization is over: {container} is a sidecar, and the main containers have started.',
  ],
  'sidecar-ended': [
    '边车容器 {container} 以 0 结束，STATUS 看不出来，只有 READY 少一个。',
    'The sidecar {container} ended with 0. STATUS does not show it; READY lacks one.',
  ],
  'sidecars-run-on': [
    '主容器都结束了，{containers} 还没停：阶段要等它停了才变。',
    'The main containers have ended, {containers} has not stopped yet: the phase waits for that.',
  ],
  'sidecar-exit-ignored': [
    '边车容器 {container} 以 {exitCode} 结束，不影响阶段：怎么结束的从来不问。',
    'The sidecar {container} ended with {exitCode}, which never counts for the phase.',
  ],
  'sidecar-starting': [
    '边车容器 {container} 在跑，但 started 还不是 true：启动探针成功、postStart 做完，才轮到下一个。',
    'The sidecar {container} runs but has not started: the next one waits for its startup probe and postStart.',
  ],
  'restarts-at-once': [
    '{container} 马上就会重启：第一次不用等。',
    '{container} starts again at once: there is no wait before the first restart.',
  ],
  'backoff-not-shown': [
    '{container} 正在退避，名义上等 {delay}，到 {at}。等待时多半显示这个词，CrashLoopBackOff 快重启时才写上。',
    '{container} is being held back, nominally {delay}, until {at}. Meanwhile STATUS mostly shows this word; CrashLoopBackOff is written only shortly before the restart.',
  ],
  'backoff-until': [
    '{container} 名义上等 {delay}，到 {at}。kubelet 到时候才排下一次同步，实际可能多等一半。',
    '{container} nominally waits {delay}, until {at}. The kubelet’s next sync may make it half as much longer.',
  ],
  'stays-ended': [
    '{container} 以 {exitCode} 结束，按重启策略不会再启动。',
    '{container} ended with {exitCode}; by its restart policy it does not start again.',
  ],
  'liveness-may-be-it': [
    '{container} 有存活探针，策略是 Never：如果是探针失败把它停掉，而它收到 SIGTERM 后以 0 退出，看起来也一样。',
    '{container} has a liveness probe, and the policy is Never. Had the probe stopped it, and had it answered SIGTERM with exit code 0, this would look the same.',
  ],
  'creating-may-run': [
    '{container} 有 postStart：钩子没做完之前一直显示 ContainerCreating，进程可能已经在跑。',
    '{container} has a postStart hook. Until that is done it says ContainerCreating, though the process may run.',
  ],
  'never-ran-but-running': [
    '{container} 的命令从没跑起来，阶段仍是 Running：容器“启动过”，只是失败了，还能再试。',
    'The command of {container} never ran, and yet the phase is Running: it was started, failed, and may be tried again.',
  ],
  'succeeded-though-disrupted': [
    '它是被赶走的（{reason}），但进程收到 SIGTERM 后以 0 退出，所以算 Succeeded。只有这个状况留下了痕迹。',
    'It was made to go ({reason}), but its process answered SIGTERM with 0, so it counts as Succeeded. Only this condition tells.',
  ],
  'rejected-by-kubelet': [
    '节点上的 kubelet 一开始就拒收了它（{reason}），没有容器运行过，也没有人会再试。',
    'The kubelet of the node refused it on arrival ({reason}). No container ever ran, and nobody tries again.',
  ],
  'deadline-ahead': [
    'activeDeadlineSeconds 是 {seconds}：到 {at} 还没结束，就变成 Failed。',
    'activeDeadlineSeconds is {seconds}: what has not ended by {at} becomes Failed.',
  ],
  'node-unreachable': [
    '容器都就绪，Ready 却从 {since} 起是 False，也没有原因：节点失联时，控制器就这样写。STATUS 和 READY 不会变。',
    'All containers are ready, but since {since} Ready is False without a reason: what the node controller writes when the node is lost. STATUS and READY do not change.',
  ],
  'deletion-asked': [
    '{at} 要求删除（{ago} 前），宽限期 {grace} 秒。',
    'Its deletion was asked for at {at} ({ago} ago), with {grace} seconds of grace.',
  ],
  'deletion-ends': [
    'deletionTimestamp 是宽限期的终点，不是删除的时刻：{at}，还有 {left}。',
    'The deletionTimestamp is the end of the grace period, not the moment of deletion: {at}, {left} from now.',
  ],
  'deletion-overdue': [
    '宽限期在 {at} 就到了，已过去 {late}。还没消失，多半是 finalizer、失联的节点，或停不下来的容器。',
    'The grace period ended at {at}, {late} ago. What still holds it is mostly a finalizer, a lost node, or a container that does not stop.',
  ],
  'finalizers-hold': [
    '容器停了对象也不会消失，要等别人拿掉 finalizer：{finalizers}。',
    'Even when the containers have stopped the object stays until somebody removes the finalizer {finalizers}.',
  ],
  'ready-while-terminating': [
    'Ready 仍是 True：终止期间就绪探针照做。流量靠 deletionTimestamp 撤走，不靠它。',
    'Ready is still True: readiness is probed during termination. Traffic leaves because of the deletionTimestamp.',
  ],
  'mirror-pod': [
    '这是静态 Pod 的镜像 Pod：删除它不会停掉容器，kubelet 会再建一个。',
    'This is the mirror of a static Pod: deleting it stops no container, and the kubelet makes it again.',
  ],
  'gates-hold': [
    '调度门 {gates} 还在，调度器不会看它。',
    'The scheduling gate {gates} is still there, so the scheduler does not look at it.',
  ],
  'not-scheduled': [
    '还没有节点（{reason}）：调度器的理由在这个状况的 message 里。',
    'It has no node yet ({reason}): the scheduler says why in the message of this condition.',
  ],
  'no-status': [
    '这是清单，没有状态。要看它现在怎样，请贴 kubectl get pod NAME -o yaml 的输出。',
    'This is a manifest without a status. To see how it is, paste the output of kubectl get pod NAME -o yaml.',
  ],
  'phase-lags': [
    '容器都结束了，不会再启动，阶段马上从 {phase} 变成 {computed}：kubelet 先要确认没有东西在跑。',
    'The containers have ended for good, and the phase is about to go from {phase} to {computed}: the kubelet first makes sure that nothing runs.',
  ],
  'phase-decided': [
    '只看容器状态，阶段会是 {computed}。Pod 被删除、驱逐或超时以后不再启动任何东西，所以是 {phase}。',
    'By its containers alone the phase would be {computed}. After a deletion, an eviction or a deadline nothing starts again, hence {phase}.',
  ],
  'phase-set': [
    '只看容器状态，阶段会是 {computed}。原因是 {reason} 时，kubelet 直接写 {phase}，容器怎么结束都一样。',
    'By its containers alone the phase would be {computed}. With the reason {reason} the kubelet writes {phase} itself, however they end.',
  ],
  'phase-kept': [
    '只看容器状态，阶段会是 {computed}，但到过 {phase} 就不会再变。',
    'By its containers the phase would be {computed}, but once it was {phase} it never changes.',
  ],
  'phase-differs': [
    '只看容器状态，kubelet 会写 {computed}，这里却是 {phase}：kubelet 还没写到，或者已经联系不上，或者对象被改过。',
    'From these containers the kubelet would write {computed}, not {phase}: it has not come to it yet, is out of reach, or the object was edited.',
  ],
} satisfies Record<StatusFindingCode, Pair>;

/** What is missing for Ready. */
export const readinessMessages = {
  'ready-never-again': [
    '阶段是 {phase}：结束的 Pod 都不是 Ready。',
    'The phase is {phase}: a Pod that has ended is not Ready.',
  ],
  'unready-no-status': [
    '容器 {container} 还没有状态。',
    'Container {container} has no status yet.',
  ],
  'unready-waiting': [
    '容器 {container} 在等待：{reason}。',
    'Container {container} waits: {reason}.',
  ],
  'unready-ended': [
    '容器 {container} 结束了，退出码 {exitCode}。',
    'Container {container} has ended with exit code {exitCode}.',
  ],
  'unready-startup': [
    '容器 {container} 在跑，启动探针还没成功。',
    'Container {container} runs; its startup probe has not succeeded yet.',
  ],
  'unready-post-start': [
    '容器 {container} 在跑，postStart 还没做完。',
    'Container {container} runs; its postStart hook is not done.',
  ],
  'unready-probe': [
    '容器 {container} 在跑，就绪探针没有成功。',
    'Container {container} runs; its readiness probe does not succeed.',
  ],
  'unready-unsaid': [
    '容器 {container} 在跑，没有就绪探针：kubelet 还没来得及写，或者正在停它。',
    'Container {container} runs and has no readiness probe: the kubelet has not said so yet, or is stopping it.',
  ],
  'gate-absent': [
    '还没有人写就绪门控要的状况 {gate}。',
    'Nobody has set the condition {gate} that a readiness gate wants.',
  ],
  'gate-not-true': [
    '就绪门控要的状况 {gate} 是 {status}。',
    'The condition {gate} that a readiness gate wants is {status}.',
  ],
  'unready-node': [
    '容器和就绪门控都没问题：Ready 是节点控制器改成 False 的。',
    'Containers and gates are fine: the node controller has made Ready False.',
  ],
} satisfies Record<ReadinessCode, Pair>;

/** What the other cells of a pasted line tell. */
export const cellMessages = {
  'ready-all': ['{total} 个容器全部就绪。', 'Ready: {total} of {total} containers.'],
  'ready-some': [
    '{total} 个容器里 {ready} 个就绪，差 {missing} 个。边车容器也数在内。',
    'Ready: {ready} of {total} containers, {missing} missing. Sidecars count.',
  ],
  'ready-none': ['{total} 个容器里没有一个就绪。', 'Ready: none of {total}.'],
  'ready-ended': [
    '结束的容器不算就绪：{total} 个里一个也没有。',
    'Ready: none of {total}. Containers that have ended never are.',
  ],
  'ready-init': [
    '初始化还没做完，{total} 个里一个也没就绪。边车容器数在内，Init 容器不数。',
    'Ready: none of {total}, as initialization is not over. Sidecars count, init containers do not.',
  ],
  'restarts-none': ['没有重启过。', 'Nothing has restarted.'],
  'restarts-some': [
    '一共重启 {count} 次。没写多久以前：对象里没有上一次结束的时间。',
    'Restarts in all: {count}. No “ago”, as the object has no date of the last end.',
  ],
  'restarts-ago': [
    '一共重启 {count} 次。最近一次重启之前的那次运行，在 {ago} 前结束。',
    'Restarts in all: {count}. {ago} ago the run before the latest restart ended.',
  ],
  'age-invalid': [
    'AGE 是 <invalid>：创建时间在未来 2 秒以上，两边的时钟不一致。',
    'AGE is <invalid>: it was created 2 seconds or more in the future, so the clocks differ.',
  ],
  'age-unknown': [
    'AGE 是 <unknown>：对象没有创建时间。',
    'AGE is <unknown>: the object has no creation date.',
  ],
  'gates-met': [
    '{total} 个就绪门控里满足了 {met} 个。',
    '{met} of {total} readiness gates are met.',
  ],
  'node-none': ['还没有分到节点。', 'It has no node yet.'],
  'node-nominated': [
    '调度器正在 {node} 上抢占，为它腾地方。',
    'The scheduler is making room for it on {node} by preemption.',
  ],
} satisfies Record<CellCode, Pair>;

/** What such a line may be hiding. */
export const hintMessages = {
  'restarts-wait': [
    '重启过 {count} 次的容器，名义上要等 {delay}（10 秒起，每次加倍，最多 5 分钟；跑满 10 分钟重新算）。',
    'After {count} restarts of one container the nominal wait is {delay} (10 s, doubling up to 5 minutes; a run of 10 minutes starts it over).',
  ],
  'error-may-be-backoff': [
    '它很可能正在退避：等待时 STATUS 多半是 Error，快重启时才变成 CrashLoopBackOff。',
    'It may well be held back just now: while it waits STATUS mostly says Error, and CrashLoopBackOff only shortly before the restart.',
  ],
  'completed-beside-sidecar': [
    'READY 不是 0：主容器做完了，边车容器还没停，阶段多半仍是 Running。',
    'READY is not 0: the main containers are done and a sidecar has not stopped, so the phase is probably still Running.',
  ],
  'running-not-ready': [
    '在跑不等于就绪：就绪探针没成功，或有就绪门控，或有边车容器停了。',
    'Running is not ready: a readiness probe does not succeed, a gate is not met, or a sidecar has ended.',
  ],
  'init-word-of-sidecar': [
    'READY 不是 0，主容器可能已经在跑：那么出问题的是边车容器，不是初始化。',
    'READY is not 0, so the main containers may be running: then it is a sidecar that fails, not the initialization.',
  ],
  'terminating-still-ready': [
    'Terminating 期间仍会显示就绪：流量因为删除时间而撤走，不因为 READY。',
    'It stays ready while Terminating: traffic leaves because of the deletion date, not because of READY.',
  ],
  'ended-may-be-deleted': [
    '被删除的 Pod 在消失前也会这样显示：容器都结束以后，就不再写 Terminating。',
    'A deleted Pod looks like this too just before it goes: once its containers have ended it no longer says Terminating.',
  ],
} satisfies Record<HintCode, Pair>;

/** Of an object without a status of its own. */
export const itemMessages = {
  'template-no-status': [
    '{kind} {name} 是模板，没有自己的状态：请看它的 Pod。',
    '{kind} {name} is a template without a status of its own: look at its Pods.',
  ],
  'kind-skipped': ['跳过了 {count} 个 {kind}。', '{kind} skipped: {count}.'],
  'lines-unread': [
    '有 {count} 行看不懂，第一处在第 {line} 行。',
    'Lines that could not be read: {count}, the first is line {line}.',
  ],
  'lines-foreign': ['跳过了 {count} 行，不是 Pod 的。', 'Rows of other kinds, skipped: {count}.'],
} satisfies Record<string, Pair>;
