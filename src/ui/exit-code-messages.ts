/** Sentences of the exit-code reader. Each meaning is one line of the catalogue too, so they are short. */
import type {
  ColumnCode,
  ExitProblemCode,
  LookCode,
  Meaning,
  NextCode,
  NoteCode,
  Place,
  SenderCode,
} from '../engine/exit-code/index.ts';
import type { Pair } from './messages.ts';

export const exitMeanings = {
  success: ['程序自己结束，返回 0。', 'The program ended by itself and returned 0.'],
  'general-error': [
    '程序说“出错了”，没有更细的约定：原因在它的日志里。',
    'The program says “failed”. There is no finer convention; its log has the reason.',
  ],
  'usage-error': [
    '习惯上是用法错误：参数不对，或者 shell 脚本有语法错误。Go 程序 panic 也是 2。',
    'By custom a usage error: wrong arguments, or bad syntax in a shell script. A Go program that panics exits 2 too.',
  ],
  sysexits: [
    'BSD 的约定 sysexits.h：{name}。不是每个程序都遵守。',
    'BSD’s convention sysexits.h: {name}. Not every program follows it.',
  ],
  'timed-out': [
    'GNU timeout 的约定：时间到了，命令还没结束。',
    'GNU timeout’s convention: the time was up before the command ended.',
  ],
  'launcher-failed': [
    '负责启动命令的工具（timeout、env、nohup、docker run）自己出错了，命令没有运行。',
    'The tool that was to start the command (timeout, env, nohup, docker run) failed; the command did not run.',
  ],
  'not-executable': [
    'shell 找到了文件，但执行不了：没有执行权限，或者不是这个平台的程序。',
    'The shell found the file but could not execute it: no permission, or not a program for this platform.',
  ],
  'not-found': [
    'shell 找不到命令：写错了，不在 PATH 里，或者镜像里没有。',
    'The shell did not find the command: misspelt, not in PATH, or not in the image.',
  ],
  'code-128': [
    '原因是 StartError 时，容器根本没有启动；否则多半是脚本里 exit 的参数不合法。',
    'With the reason StartError the container never started. Otherwise it is usually a script with a bad argument to exit.',
  ],
  'by-signal': [
    '{signal} 终止了进程：128 + {number} = {code}。',
    '{signal} ended the process: 128 + {number} = {code}.',
  ],
  'not-by-signal': [
    '128 + {number} 是 {signal}，可它默认不会终止进程，所以 {code} 是程序自己返回的。',
    '128 + {number} would be {signal}, which ends no process by default. So the program returned {code} itself.',
  ],
  'code-255': [
    '程序返回 −1 或 255，很多语言和 ssh 用它表示出错。原因是 Unknown 时，真正的退出码已经丢了。',
    'The program returned −1 or 255, as many languages and ssh do on failure. With the reason Unknown the real code is lost.',
  ],
  'own-code': [
    '程序自己定的退出码，含义只有它的文档和源码知道。',
    'The program’s own code. Only its documentation or source can say what it means.',
  ],
  'windows-access-violation': ['Windows：访问了无效的内存。', 'Windows: access to invalid memory.'],
  'windows-no-memory': ['Windows：内存不足。', 'Windows: out of memory.'],
  'windows-bad-image': [
    'Windows：程序或 DLL 不是这个平台的。',
    'Windows: the program or a DLL is for another platform.',
  ],
  'windows-divide': ['Windows：整数除以零。', 'Windows: integer division by zero.'],
  'windows-stack-overflow': ['Windows：栈溢出。', 'Windows: stack overflow.'],
  'windows-dll-missing': [
    'Windows：缺少 DLL，程序没能启动。',
    'Windows: a DLL is missing, so the program did not start.',
  ],
  'windows-control-c': [
    'Windows：被 Ctrl+C 或关闭事件结束，停止容器时常见。',
    'Windows: ended by Ctrl+C or a shutdown event, usual when a container is stopped.',
  ],
  'windows-dll-init': ['Windows：DLL 初始化失败。', 'Windows: a DLL could not be initialized.'],
  'windows-heap': ['Windows：堆被写坏。', 'Windows: the heap is corrupt.'],
  'windows-fail-fast': [
    'Windows：程序发现内存被写坏，立刻退出。',
    'Windows: the program noticed corrupted memory and quit at once.',
  ],
  'windows-terminated': [
    'Windows：被系统或调试器终止。',
    'Windows: ended by the system or a debugger.',
  ],
  'windows-dotnet': ['Windows：未处理的 .NET 异常。', 'Windows: an unhandled .NET exception.'],
  'windows-cpp': ['Windows：未处理的 C++ 异常。', 'Windows: an unhandled C++ exception.'],
  'windows-other': [
    'Windows 的状态码 {hex}；在微软的 NTSTATUS 表里可以查到。',
    'A Windows status, {hex}. Microsoft’s list of NTSTATUS values has it.',
  ],

  creating: [
    '还没启动：正在拉镜像、挂卷、建网络。没有 Init 容器时的默认原因。',
    'Not started yet: image, volumes and network are being prepared. The default without init containers.',
  ],
  initializing: [
    '还没启动：前面还有 Init 容器，或者刚轮到它。',
    'Not started yet: init containers come first, or it is just this one’s turn.',
  ],
  'crash-loop': [
    '容器一再结束，kubelet 要等一会儿再启动它。为什么结束，要看上一次运行。',
    'The container ends again and again, and the kubelet waits before the next start. Why it ends is in its last run.',
  ],
  'pull-failed': [
    '刚才拉取镜像失败，仓库怎么说写在 message 里。',
    'The image could not be pulled just now. The message has what the registry said.',
  ],
  'pull-backoff': [
    '拉取失败过，正在等下一次尝试。message 里有上一次的错误。',
    'A pull has failed and the next attempt has to wait. The message has the last error.',
  ],
  'never-pulled': [
    'imagePullPolicy 是 Never，而镜像不在节点上，或者这个 Pod 无权使用。',
    'imagePullPolicy is Never, and the image is not on the node, or this Pod may not use it.',
  ],
  'invalid-image': [
    '镜像名不合法，例如有大写字母。',
    'The image name is not valid: it has upper-case letters, for example.',
  ],
  'inspect-failed': [
    '运行时查询本地镜像时出错。',
    'The runtime failed to look up the image on the node.',
  ],
  'registry-unavailable': ['运行时连不上镜像仓库。', 'The runtime cannot reach the registry.'],
  'signature-invalid': [
    '镜像签名没有通过运行时的验证。',
    'The image’s signature did not pass the runtime’s check.',
  ],
  'config-error': [
    '容器的配置拼不出来：引用的 ConfigMap、Secret 或键不存在，或者 runAsNonRoot 碰上了以 root 运行的镜像。',
    'The configuration cannot be put together: a ConfigMap, Secret or key is missing, or runAsNonRoot meets an image that runs as root.',
  ],
  'create-error': [
    '运行时没能创建容器：挂载或设备有问题，名字被占，或者没写要运行什么命令。',
    'The runtime could not create the container: a mount or device, a name still taken, or no command to run.',
  ],
  'pre-create-hook': [
    '创建之前，kubelet 分配 CPU、内存或设备失败。不是 Pod 里写的钩子。',
    'The kubelet could not assign CPUs, memory or devices before creation. Not a hook of the Pod.',
  ],
  'pre-start-hook': [
    '启动之前，kubelet 自己的准备失败。不是 Pod 里写的钩子。',
    'The kubelet’s own preparation before the start failed. Not a hook of the Pod.',
  ],
  'run-error': [
    '运行时启动不了命令：镜像里没有，不能执行，或者不是这个平台的。详情在 lastState 里。',
    'The runtime could not start the command: not in the image, not executable, or for another platform. lastState has the details.',
  ],
  'post-start-hook': [
    'postStart 钩子失败，kubelet 把容器停了。lastState 里是停止时的退出码，可能是 0。',
    'The postStart hook failed, so the kubelet stopped the container. lastState has the code of that stop, possibly 0.',
  ],
  'restarting-all': [
    'RestartAllContainers 规则生效：容器都已删掉，从 Init 容器开始重来。',
    'A RestartAllContainers rule took effect: all containers are removed and start again, init containers first.',
  ],
  completed: [
    '程序返回 0，运行时叫它 Completed。',
    'The program returned 0, which runtimes call Completed.',
  ],
  failed: [
    '程序返回的不是 0。运行时一律叫 Error，具体要看退出码。',
    'The program did not return 0. Runtimes call all of that Error; the exit code says more.',
  ],
  'oom-killed': [
    '容器里有进程超出内存限制，被内核杀了。',
    'A process of the container went over the memory limit, and the kernel killed it.',
  ],
  'oom-of-child': [
    '被杀的是子进程，PID 1 自己返回了 0。容器里只要有过 OOM，运行时就写 OOMKilled；阶段照样是 Succeeded。',
    'A child was killed; PID 1 returned 0 itself. One OOM kill in the container is enough for OOMKilled, and the phase is Succeeded all the same.',
  ],
  'oom-own-code': [
    '容器里有过 OOM，但 {code} 是 PID 1 自己返回的：被杀的多半是子进程。',
    'There was an OOM kill in the container, but PID 1 returned {code} itself: it was probably a child that was killed.',
  ],
  'killed-not-oom': [
    '是 SIGKILL，运行时却没看到 OOM：多半是宽限期到了，进程还没退出。',
    'SIGKILL, and the runtime saw no OOM: most often the grace period ended before the process did.',
  ],
  'start-failed': [
    '运行时启动不了命令，从来没有进程运行过。128 是 containerd 填的。',
    'The runtime could not start the command: no process ever ran. The 128 is containerd’s.',
  ],
  'lost-by-runtime': [
    '容器在 containerd 停着的时候结束，真正的退出码没人知道。255 是 containerd 填的。',
    'The container ended while containerd was down, and nobody knows the real code. The 255 is containerd’s.',
  ],
  'lost-by-kubelet': [
    'kubelet 找不到容器，不知道它怎么结束的。137 是 kubelet 填的，也许根本没有进程运行过。',
    'The kubelet could not find the container and does not know how it ended. It filled in the 137; perhaps no process ever ran.',
  ],
  'restarted-all': [
    'RestartAllContainers 删掉容器时留下的记录，137 是 kubelet 填的。',
    'What RestartAllContainers leaves when it removes a container. The kubelet filled in the 137.',
  ],
  'cannot-run': [
    'cri-dockerd：Docker 启动不了命令，等于 StartError。',
    'cri-dockerd: Docker could not start the command, the same as StartError.',
  ],
  'seccomp-killed': [
    'CRI-O：进程用了 seccomp 禁止的系统调用，被内核杀了。',
    'CRI-O: the process made a system call that seccomp forbids, and the kernel killed it.',
  ],

  evicted: [
    '被 kubelet 驱逐：节点有压力，或者超过自己的临时存储上限；也可能是刚到有压力的节点就被拒绝。',
    'Evicted by the kubelet: node pressure, or over its own limit on ephemeral storage. Or turned away by a node under pressure.',
  ],
  'preempted-by-kubelet': [
    'kubelet 停了它，给关键 Pod 腾资源。',
    'The kubelet ended it to make room for a critical Pod.',
  ],
  'deadline-exceeded': [
    '运行时间超过了 activeDeadlineSeconds。',
    'It ran longer than activeDeadlineSeconds.',
  ],
  'node-shut-down': [
    '节点关机，kubelet 停了它。和容器状态 Terminated 不是一回事。',
    'Its node was shut down and the kubelet ended it. Not the container state of the same name.',
  ],
  'node-shutting-down': [
    '节点正在关机，不收新的 Pod。',
    'The node is shutting down and takes no new Pods.',
  ],
  'node-lost': [
    '旧版本的节点控制器写的。v1.37.2 里已经没有代码写它。',
    'Written by node controllers of old. Nothing in v1.37.2 writes it.',
  ],
  'out-of-cpu': [
    '到了节点，kubelet 发现 CPU 请求放不下：Pod 绕过了调度器，或者调度器的信息旧了。',
    'On arrival the CPU request did not fit: the Pod came past the scheduler, or the scheduler’s view was old.',
  ],
  'out-of-memory': [
    '到了节点，kubelet 发现内存请求放不下。和 OOM 无关。',
    'On arrival the memory request did not fit. Nothing to do with OOM kills.',
  ],
  'out-of-storage': [
    '到了节点，kubelet 发现临时存储请求放不下。',
    'On arrival the request for ephemeral storage did not fit.',
  ],
  'out-of-pods': ['节点上的 Pod 已经够多。', 'The node has as many Pods as it may.'],
  'out-of-other': [
    '巨页或扩展资源放不下，例如 OutOfnvidia.com/gpu。',
    'Huge pages or an extended resource did not fit: OutOfnvidia.com/gpu, for example.',
  ],
  'node-affinity': [
    '节点的标签不符合 nodeSelector 或节点亲和性。',
    'The node’s labels do not match nodeSelector or the node affinity.',
  ],
  'node-name': ['spec.nodeName 写的不是这个节点。', 'spec.nodeName names another node.'],
  'node-ports': ['hostPort 已被别的 Pod 占用。', 'A hostPort is taken by another Pod.'],
  taint: [
    '节点有它不容忍的 NoExecute 污点。',
    'The node has a NoExecute taint that it does not tolerate.',
  ],
  'unexpected-admission': [
    '给 Pod 分配 CPU、内存或设备时出了意外，常常是设备插件的问题。',
    'Something unexpected while CPUs, memory or devices were assigned, often a device plugin.',
  ],
  topology: [
    '拓扑管理器：资源凑不到合适的 NUMA 节点上。',
    'Topology manager: the resources do not come together on suitable NUMA nodes.',
  ],
  'smt-alignment': [
    'CPU 管理器：请求的 CPU 凑不成整颗物理核，或者空闲的物理核不够。',
    'CPU manager: the CPUs do not make whole physical cores, or too few of those are free.',
  ],
  'empty-shared-pool': [
    '独占的 CPU 或内存分完，没有剩下给其他容器的。',
    'Exclusive CPUs or memory leave nothing for the other containers.',
  ],
  sysctl: ['用了 kubelet 没有放行的 sysctl。', 'It sets a sysctl that the kubelet does not allow.'],
  apparmor: ['节点满足不了 AppArmor 配置。', 'The node cannot enforce its AppArmor profile.'],
  'pod-os': ['spec.os.name 和节点的系统不同。', 'spec.os.name is not the node’s system.'],
  'pod-os-label': [
    'Pod 的标签 kubernetes.io/os 和节点的不同。',
    'The Pod’s label kubernetes.io/os is not the node’s.',
  ],
  'supplemental-groups': [
    '要求 supplementalGroupsPolicy: Strict，而节点的运行时不支持。',
    'It wants supplementalGroupsPolicy: Strict, which the node’s runtime does not support.',
  ],
  'pod-level-resources': [
    '节点不支持 Pod 级资源，例如 Windows 节点。',
    'The node does not support Pod-level resources, as on Windows.',
  ],
  'pod-feature': [
    'Pod 用到了节点没有声明支持的功能。',
    'It uses a feature that the node does not declare.',
  ],
  'volume-limit': ['节点能挂的卷已到上限。', 'The node cannot attach more volumes.'],
  'node-info': [
    'kubelet 拿不到自己的 Node 对象。',
    'The kubelet could not get its own Node object.',
  ],
  'unknown-refusal': [
    'kubelet 拒绝了它，却说不出原因，属于意外。',
    'The kubelet refused it and cannot say why, which should not happen.',
  ],
  'unused-reason': [
    '代码里还有这个词，v1.37.2 已经不用。',
    'Still in the code, no longer used in v1.37.2.',
  ],

  'being-deleted': [
    '有 deletionTimestamp，阶段还没到 Succeeded 或 Failed。',
    'It has a deletionTimestamp, and its phase is not Succeeded or Failed yet.',
  ],
  'partly-completed': [
    '有的容器已经 Completed，有的还在运行，Pod 没有就绪。',
    'Some containers are Completed, others run, and the Pod is not ready.',
  ],
  'node-lost-printed': [
    '正在删除，而且 status.reason 是 NodeLost：如今不会再见到。阶段 Unknown 也早就不用了。',
    'Being deleted, with status.reason NodeLost: not seen any more. Nor is the phase Unknown.',
  ],
  'scheduling-gated': [
    '有调度门控（schedulingGates），调度器先不管它。取自 PodScheduled 状况。',
    'It has schedulingGates, so the scheduler leaves it alone. Taken from the condition PodScheduled.',
  ],

  'sandbox-create': [
    '沙箱建不起来，多半是网络插件。容器停在 ContainerCreating。',
    'No sandbox, most often because of the network plugin. The containers stay ContainerCreating.',
  ],
  'sandbox-config': ['沙箱的配置拼不出来。', 'The sandbox’s configuration cannot be put together.'],
  'sandbox-kill': ['沙箱停不下来。', 'The sandbox could not be stopped.'],
  'container-kill': ['容器停不下来。', 'A container could not be stopped.'],
  'container-remove': ['容器删不掉。', 'A container could not be removed.'],
  'resize-failed': ['原地调整资源失败。', 'An in-place resize failed.'],
} satisfies Record<Meaning, Pair>;

export const exitSenders = {
  'from-kill': [
    '内核（内存超限），或者 kubelet 让运行时发的：宽限期到了，进程还在。也可能是有人在节点上 kill -9。',
    'The kernel (over the memory limit), or the runtime for the kubelet: the grace period ended before the process. Or kill -9 on the node.',
  ],
  'from-term': [
    'kubelet 停容器时先发它：删除、驱逐、存活探针失败、换镜像。',
    'What the kubelet has sent first when it stops a container: deletion, eviction, a failed liveness probe, a new image.',
  ],
  'from-int': [
    '终端里的 Ctrl+C，或者镜像的 STOPSIGNAL 是它。',
    'Ctrl+C in a terminal, or the image’s STOPSIGNAL.',
  ],
  'from-hup': [
    '终端断开，或者有人想让程序重新读配置。',
    'A terminal that closed, or somebody who wanted the program to read its configuration again.',
  ],
  'from-quit': [
    '镜像的 STOPSIGNAL（nginx 就是），或者终端里的 Ctrl+\\。',
    'The image’s STOPSIGNAL (nginx has it), or Ctrl+\\ in a terminal.',
  ],
  'from-abort': [
    '进程自己调用 abort()：断言失败，堆被写坏，C++ 异常没人处理，JVM 崩溃。',
    'The process itself, by abort(): a failed assertion, a corrupt heap, an unhandled C++ exception, a JVM crash.',
  ],
  'from-segv': [
    '内核：访问了无效的内存。程序或原生库有缺陷，也可能是栈溢出。',
    'The kernel, on access to invalid memory: a bug in the program or a native library, or a stack overflow.',
  ],
  'from-bus': [
    '内核：映射的内存背后没有东西，例如文件变短了，/dev/shm 满了。',
    'The kernel: nothing behind mapped memory, because a file became shorter or /dev/shm is full.',
  ],
  'from-fpe': ['内核：整数除以零。', 'The kernel, on an integer division by zero.'],
  'from-ill': [
    '内核：CPU 不认识这条指令，常见于为更新的 CPU 编译的镜像。',
    'The kernel: the CPU does not know the instruction. Often an image built for newer CPUs.',
  ],
  'from-trap': [
    '断点；V8、Chromium 也用它在致命错误时退出。',
    'A breakpoint; V8 and Chromium also use it to end on a fatal error.',
  ],
  'from-sys': [
    '内核：seccomp 禁止的系统调用。',
    'The kernel, on a system call that seccomp forbids.',
  ],
  'from-pipe': [
    '内核：对方已经关了管道或连接，进程还在写。',
    'The kernel: the process wrote to a pipe or connection whose other end is closed.',
  ],
  'from-limit': [
    '内核：CPU 时间或文件大小超过 ulimit。',
    'The kernel: over a ulimit on CPU time or file size.',
  ],
  'from-timer': [
    '进程自己设的定时器到了，却没有处理函数。',
    'A timer of the process itself, for which it has no handler.',
  ],
  'from-user': [
    '别的程序发的自定义信号，进程没有处理函数。',
    'Another program, by a signal free for any use; the process had no handler.',
  ],
  'from-other': ['很少见，要看程序。', 'Rare; it depends on the program.'],
  'from-nobody': ['默认不会终止进程。', 'It ends no process by default.'],
} satisfies Record<SenderCode, Pair>;

export const exitNotes = {
  'note-low-byte': [
    'Linux 只留退出码的低 8 位：{written} 变成 {kept}。',
    'Linux keeps the low eight bits of an exit code: {written} becomes {kept}.',
  ],
  'note-hex': [
    '{written} 就是 {hex}；同样的 32 位，有的工具显示成负数。',
    '{written} is {hex}. Some tools show the same 32 bits as a negative number.',
  ],
  'note-also-signal': [
    '如果你指的是信号：它是 {signal}，退出码是 {code}。',
    'If you mean the signal: that is {signal}, exit code {code}.',
  ],
  'note-pid1': [
    '容器的 PID 1 没有 {signal} 的处理函数时，别人发来的会被内核忽略；自己出错触发的不会。',
    'If PID 1 of a container has no handler for {signal}, the kernel ignores one that others send, though not one that it causes itself.',
  ],
  'note-shell': [
    'shell 也会返回 {code}：它的子进程被 {signal} 终止时。',
    'A shell returns {code} too, when a child of it was ended by {signal}.',
  ],
  'note-137': [
    '看旁边的 reason：OOMKilled 是内存超限；Error 是运行时没看到 OOM，多半是宽限期用完；ContainerStatusUnknown 和 RestartingAllContainers 的 137 是 kubelet 填的。',
    'The reason beside it decides: OOMKilled is memory; Error means that no OOM was seen, so most often the grace period ran out; with ContainerStatusUnknown and RestartingAllContainers the kubelet filled in the 137.',
  ],
  'note-143': [
    'PID 1 没有处理函数时，SIGTERM 会被内核忽略。所以 143 说明程序自己处理了信号（JVM 就返回 143），或者它前面有 tini、shell 之类。不算故障，但 restartPolicy 看来不是 0 就是失败。',
    'A PID 1 without a handler never sees SIGTERM. So 143 means that the program handles it (a JVM then returns 143), or that tini or a shell stands before it. No fault, though to restartPolicy anything but 0 is a failure.',
  ],
  'note-crio-minus-one': [
    'CRI-O 不知道退出码时写 −1。',
    'CRI-O writes −1 when it does not know the exit code.',
  ],
  'note-signal-field': [
    'signal 字段不是今天的 kubelet 填的：它只填 exitCode。',
    'No kubelet of today fills in the field signal: only exitCode.',
  ],
  'note-jvm-3': [
    'JVM 带 -XX:+ExitOnOutOfMemoryError 时，堆用尽就返回 3：这不是 OOMKilled。',
    'A JVM with -XX:+ExitOnOutOfMemoryError returns 3 when its heap is used up. That is not OOMKilled.',
  ],
  'note-oom-late': [
    '旧版 containerd 有时先写 Error，稍后才改成 OOMKilled；拿不准就查节点的内核日志。',
    'Older containerd sometimes wrote Error first and OOMKilled a moment later. If in doubt, ask the node’s kernel log.',
  ],
  'note-init': [
    '前面的 Init: 表示说的是 Init 容器或边车容器。',
    'Init: in front means that an init container or sidecar says so.',
  ],
  'note-no-start': [
    'startedAt 是 1970-01-01：它从来没有启动过。',
    'startedAt is 1970-01-01: it was never started.',
  ],
  'note-last-state': [
    '这是上一次运行。现在怎样，看 state。',
    'This is the run before. What the container does now is in state.',
  ],
  'message-no-such-file': [
    'message 说文件不存在：检查 command 的写法，脚本还要看第一行的解释器和换行符（CRLF）。',
    'The message says that the file does not exist: check command, and in a script the interpreter of its first line and its line ends (CRLF).',
  ],
  'message-permission': [
    'message 说没有权限：文件缺少执行位，或者卷用 noexec 挂载。',
    'The message says permission denied: the file is not executable, or its volume is mounted noexec.',
  ],
  'message-format': [
    'message 说格式不对：镜像是别的 CPU 架构的，或者脚本缺少 #! 一行。',
    'The message says exec format error: an image for another CPU architecture, or a script without a #! line.',
  ],
  'message-no-memory-to-start': [
    'message 说启动过程本身就超了内存限制：限制太小。',
    'The message says that starting alone went over the memory limit: it is too small.',
  ],
  'message-not-found': [
    'message 说仓库里没有：检查镜像名和标签。',
    'The message says that the registry does not have it: check name and tag.',
  ],
  'message-credentials': [
    'message 说没有权限：检查 imagePullSecrets。仓库名写错时，有些仓库也这样回答。',
    'The message says access denied: check imagePullSecrets. Some registries answer the same to a misspelt name.',
  ],
  'message-rate': [
    'message 说拉取太频繁，被仓库限流：登录后再拉，或者用镜像缓存。',
    'The message says too many pulls: log in, or pull through a cache.',
  ],
  'message-certificate': [
    'message 说证书不可信：节点上的运行时不认识仓库的 CA。',
    'The message says that the certificate is not trusted: the node’s runtime does not know the registry’s CA.',
  ],
  'message-unreachable': [
    'message 说连不上：检查节点的 DNS、代理和防火墙。',
    'The message says unreachable: check the node’s DNS, proxy and firewall.',
  ],
  'message-missing-object': [
    '缺的是 {kind} {name}，要在同一个命名空间里。',
    'What is missing is the {kind} {name}; it has to be in the same namespace.',
  ],
  'message-missing-key': ['{kind} {name} 里没有键 {key}。', 'The {kind} {name} has no key {key}.'],
  'message-root': [
    'runAsNonRoot 不允许：镜像以 root 运行，或者镜像里的用户不是数字。写上 runAsUser。',
    'runAsNonRoot forbids it: the image runs as root, or its user is no number. Set runAsUser.',
  ],
  'message-delay': [
    '现在的退避是 {delay}，从上一次结束算起，实际最多再多一半。',
    'The back-off is now {delay} from the last end; the real wait is up to half as long again.',
  ],
} satisfies Record<NoteCode, Pair>;

export const exitPlaces = {
  waiting: ['容器在等待（waiting）', 'waiting'],
  terminated: ['容器已结束（terminated）', 'terminated'],
  pod: ['Pod 的原因（status.reason）', 'reason of the Pod (status.reason)'],
  printed: ['只在 STATUS 列里', 'only in the STATUS column'],
  log: ['只在事件和 kubelet 日志里', 'only in Events and the kubelet’s log'],
} satisfies Record<Place, Pair>;

export const exitColumns = {
  'column-status': [
    'STATUS 列就是这个词；Init 容器的前面加 Init:。几个容器都有话说时，列表里靠前的优先。',
    'STATUS is this word, with Init: in front for an init container. Of several containers the first in the list wins.',
  ],
  'column-reason-only': [
    'kubectl get pods 不显示退出码，STATUS 显示的是旁边的 reason。',
    'kubectl get pods does not show exit codes; STATUS is the reason beside it.',
  ],
  'column-last': [
    '哪一列都不显示上一次运行，只有 RESTARTS 括号里的时间来自它。',
    'No column shows the run before; only the time in RESTARTS comes from it.',
  ],
  'column-pod-reason': [
    '没有容器给出原因时，STATUS 才是它；有的话，显示容器的，例如 Error。',
    'STATUS is this word only while no container has a reason; else it is the container’s, such as Error.',
  ],
  'column-printed': [
    '只在 STATUS 列里；对象里没有这个词，apiserver 打印表格时才算出来。',
    'Only in STATUS. The object does not have it; the API server makes it up when it prints the table.',
  ],
  'column-none': ['哪一列都不显示。', 'No column shows it.'],
} satisfies Record<ColumnCode, Pair>;

export const exitNext = {
  'next-after-zero': [
    'restartPolicy 是 Always 时会重启（边车容器也是），反复结束一样要退避。OnFailure 和 Never 不再启动它。',
    'Under restartPolicy Always (and as a sidecar) it is restarted, with back-off if it goes on ending. OnFailure and Never leave it.',
  ],
  'next-after-failure': [
    'Always 和 OnFailure 会重启：第一次立刻，以后等 10 秒、20 秒……最长 300 秒。Never 不重启。容器自己的 restartPolicy 和规则优先。',
    'Always and OnFailure restart it: at once the first time, then after 10 s, 20 s … 300 s. Never does not. A container’s own restartPolicy and rules come first.',
  ],
  'next-after-start-error': [
    'Always 和 OnFailure 会再试，和崩溃一样算重启、一样退避。Never：Pod 失败。',
    'Always and OnFailure try again: it counts as a restart and backs off like a crash. Never: the Pod fails.',
  ],
  'next-after-hook': [
    '按 restartPolicy 处理，就像进程自己这样结束；再启动时，钩子会再跑一遍。',
    'restartPolicy decides as if the process had ended like this by itself. After a restart the hook runs again.',
  ],
  'next-image-backoff': [
    '等 10 秒、20 秒……最长 300 秒后再拉，每次还要等到下一次同步。能拉到，自己就会好。',
    'Pulled again after 10 s, 20 s … 300 s, each time at the sync after that. Once the pull works, it goes on by itself.',
  ],
  'next-each-sync': [
    'kubelet 每 10–15 秒再试一次。缺的补上，自己就会好。',
    'The kubelet tries again every 10 to 15 s. Once the cause is gone, it goes on by itself.',
  ],
  'next-same-again': [
    'kubelet 会一直重试，但不改 Pod 就不会成功。',
    'The kubelet goes on trying, but nothing changes until the Pod does.',
  ],
  'next-crash-loop': [
    '等完就重启。等待从 10 秒翻倍到 300 秒，一次运行超过 10 分钟才重新算起。',
    'Restarted when the wait is over. Waits double from 10 s to 300 s and begin anew only after a run of more than 10 minutes.',
  ],
  'next-restart-all': [
    '马上从 Init 容器开始，全部再启动一遍；沙箱、IP 和卷都不变。',
    'All start again at once, init containers first. Sandbox, IP and volumes stay.',
  ],
  'next-pod-over': [
    '到此为止：阶段是 Failed，不管 restartPolicy 是什么都不会在原处重启。有控制器的话，它会另建一个。',
    'It is over: the phase is Failed, and no restartPolicy starts it again. A controller makes another Pod.',
  ],
  'next-pod-goes': [
    '容器都停下、终结器都去掉之后，对象消失。节点失联时，要等它回来或者被删掉。',
    'The object goes once its containers have stopped and its finalizers are gone. On a lost node that waits until the node is back or deleted.',
  ],
  'next-nothing': [
    '接下来怎样，要看各个容器的状态。',
    'What comes next depends on the states of the containers.',
  ],
  'next-waits': [
    '条件满足就自己继续。几分钟没动静，就看事件。',
    'It goes on by itself when what it waits for is there. If nothing moves for minutes, look at the Events.',
  ],
} satisfies Record<NextCode, Pair>;

export const exitLooks = {
  'look-last-logs': ['上一次运行的日志', 'Logs of the run before'],
  'look-logs': ['日志', 'Logs'],
  'look-describe': ['原因、消息和事件', 'Reasons, messages and Events'],
  'look-events': ['事件', 'Events'],
  'look-states': [
    '各容器的现在和上一次，可以整个贴到上面',
    'State and last state of each container, to be pasted above',
  ],
  'look-usage': ['现在用了多少内存', 'Memory in use now'],
  'look-kernel': ['节点上：内核杀了谁', 'On the node: what the kernel did'],
  'look-runtime': ['节点上：运行时的日志', 'On the node: the runtime’s log'],
  'look-kubelet': ['节点上：kubelet 的日志', 'On the node: the kubelet’s log'],
  'look-node': ['节点的压力、污点、余量', 'Pressure, taints and room on the node'],
  'look-shell': [
    '用同一个镜像开 shell，看文件在不在',
    'A shell in the same image: is the file there?',
  ],
  'look-pull': ['节点上：手动拉一次', 'On the node: pull by hand'],
  'look-config': ['这个命名空间里有哪些', 'What there is in the namespace'],
  'look-hook': ['钩子写的是什么', 'What the hook is'],
} satisfies Record<LookCode, Pair>;

export const exitProblems = {
  'exit-unknown': [
    '“{text}”不是退出码、信号，也不是容器或 Pod 的原因。',
    '“{text}” is no exit code, no signal and no reason of a container or Pod.',
  ],
  'exit-unknown-near': [
    '没有“{text}”。你指的是 {meant} 吗？',
    'There is no “{text}”. Do you mean {meant}?',
  ],
  'exit-phase': [
    '“{text}”是 Pod 的阶段或容器的状态，不是原因。',
    '“{text}” is a phase of a Pod or a state of a container, not a reason.',
  ],
  'exit-no-state': [
    '里面没有容器的状态，也没有 Pod 的原因。',
    'There is no state of a container in it, and no reason of the Pod.',
  ],
  'exit-only-running': [
    '这里的容器都在运行，没有什么要解释的。',
    'The containers here are running: there is nothing to explain.',
  ],
} satisfies Record<ExitProblemCode, Pair>;
