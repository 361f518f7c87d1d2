/** What each clause of a FailedScheduling message means, and what would make it go away. */
import type {
  BalanceCode,
  ClauseCode,
  MessageProblemCode,
  PreemptionCode,
} from '../engine/scheduler-message/index.ts';
import type { Pair } from './messages.ts';

export const clauseMeanings = {
  insufficient: [
    '节点剩下的 {resource} 不够：比的是请求之和与 allocatable，不是实际用量',
    'Too little {resource} left: the sum of requests against allocatable counts, not what is really used',
  ],
  'too-many-pods': [
    '节点上的 Pod 数到了上限（allocatable.pods，默认 110）',
    'The node is at its limit of Pods (allocatable.pods, 110 by default)',
  ],
  cordoned: ['节点被 cordon 了（spec.unschedulable）', 'The node is cordoned (spec.unschedulable)'],
  'no-node-object': ['调度器没有这个节点的对象', 'The scheduler has no object of this node'],
  taint: [
    '节点有 Pod 不容忍的污点{taint}',
    'The node has a taint that the Pod does not tolerate{taint}',
  ],
  'node-affinity': [
    '节点标签不符合 nodeSelector 或必需的节点亲和性',
    'The node’s labels do not fit nodeSelector or the required node affinity',
  ],
  'enforced-affinity': [
    '节点不符合调度器配置里的 addedAffinity',
    'The node does not fit addedAffinity of the scheduler’s configuration',
  ],
  'affinity-conflict': [
    '节点亲和性里点名的节点互相矛盾，没有节点能符合',
    'The node names in the node affinity contradict each other: no node can fit',
  ],
  'node-name': ['不是 spec.nodeName 写的节点', 'Not the node that spec.nodeName names'],
  ports: ['Pod 要的 hostPort 已被占用', 'A hostPort that the Pod wants is taken'],
  'pod-affinity': [
    '这个拓扑域里没有 podAffinity 要求的 Pod',
    'In this topology domain there is no Pod that podAffinity asks for',
  ],
  'pod-anti-affinity': [
    '这个拓扑域里有 podAntiAffinity 排斥的 Pod',
    'In this topology domain there is a Pod that podAntiAffinity keeps away from',
  ],
  'others-anti-affinity': [
    '已有的 Pod 用反亲和性排斥这个 Pod',
    'A Pod that runs there keeps this one away by its own anti-affinity',
  ],
  spread: ['放上去会超过 maxSkew', 'Placing it there would exceed maxSkew'],
  'spread-label': ['节点没有 topologyKey 那个标签', 'The node lacks the label of the topologyKey'],
  'volume-bind': ['没有能绑定的 PersistentVolume', 'There is no PersistentVolume to bind'],
  'volume-node': [
    'PersistentVolume 只能在别的节点上用',
    'The PersistentVolume can be used on other nodes only',
  ],
  'volume-space': ['存储后端剩余容量不够', 'The storage has too little capacity left'],
  'volume-lost': [
    'PVC 绑定的 PV 已经不存在',
    'A PVC is bound to a PV that does not exist any more',
  ],
  'claim-unbound': [
    'PVC 还没绑定，而它的 StorageClass 要求立即绑定',
    'A PVC is not bound yet, and its StorageClass binds immediately',
  ],
  'claim-missing': ['PVC {claim} 不存在', 'PVC {claim} does not exist'],
  'claim-deleted': ['PVC {claim} 正在被删除', 'PVC {claim} is being deleted'],
  'claim-ephemeral': [
    '通用临时卷的 PVC {claim} 还没建出来，一般很快就好',
    'PVC {claim} of an ephemeral volume is not made yet; usually it soon is',
  ],
  'claim-lost': [
    'PVC {claim} 绑定的 PV {volume} 已经不存在',
    'PVC {claim} is bound to PV {volume}, which does not exist any more',
  ],
  'claim-no-class': [
    'PVC 既没有 PV，也没有可用的 StorageClass',
    'A PVC has neither a PV nor a usable StorageClass',
  ],
  'class-no-mode': [
    'StorageClass {class} 没有 volumeBindingMode',
    'StorageClass {class} has no volumeBindingMode',
  ],
  'volume-zone': ['PV 在别的可用区', 'The PV is in another zone'],
  'disk-conflict': [
    '同一块盘已被这个节点上的另一个 Pod 用着',
    'Another Pod on the node uses the same disk',
  ],
  'read-write-once-pod': [
    'ReadWriteOncePod 的 PVC 已被另一个 Pod 用着',
    'A ReadWriteOncePod PVC is in use by another Pod',
  ],
  'volume-count': ['节点能挂的 CSI 卷到了上限', 'The node is at its limit of CSI volumes'],
  'driver-missing': [
    '节点上没装 CSI 驱动 {driver}',
    'The CSI driver {driver} is not installed on the node',
  ],
  'node-features': [
    '节点没有声明 Pod 需要的特性（多半是 kubelet 版本旧）',
    'The node does not declare a feature that the Pod needs (mostly an older kubelet)',
  ],
  devices: [
    '节点上凑不齐 ResourceClaim 要的设备',
    'The node cannot give the devices that the ResourceClaims ask for',
  ],
  'devices-elsewhere': [
    'ResourceClaim 分到的设备在别的节点',
    'The devices of the ResourceClaim are on another node',
  ],
  'device-claim-used': [
    'ResourceClaim 正被别的 Pod 占用',
    'The ResourceClaim is in use by other Pods',
  ],
  'device-claim-pending': [
    'ResourceClaim {claim} 正在分配',
    'ResourceClaim {claim} is being allocated',
  ],
  'device-class-missing': ['DeviceClass {class} 不存在', 'DeviceClass {class} does not exist'],
  'device-other': [
    '动态资源分配（DRA）不通过，原文就是原因',
    'Dynamic resource allocation refuses; its own words tell why',
  ],
  'pod-level-short': [
    'Pod 级的 {resource} 不够容器和设备之和',
    'The Pod-level {resource} does not cover its containers and devices',
  ],
  'resize-elsewhere': [
    '原地扩缩容的 Pod 不能换节点',
    'A Pod that is resized in place cannot change its node',
  ],
  'resize-no-preemption': [
    '节点关闭了为扩缩容而抢占',
    'The node has preemption for resizes disabled',
  ],
  gated: ['调度门还没摘：{gates}', 'Scheduling gates are still set: {gates}'],
  gang: [
    '要成组调度，同组的 Pod 还没到齐',
    'It is scheduled as a group, and the group is not complete',
  ],
  'filtered-out': [
    '节点一开始就被插件 {plugins} 排除了',
    'Plugin {plugins} left these nodes out from the start',
  ],
  'no-victims': ['没有优先级更低、值得赶走的 Pod', 'No Pod of lower priority to evict there'],
  'not-helpful': ['赶走别的 Pod 也没用', 'Evicting others would not help there'],
  unknown: [
    '不是 v1.37 自带插件的话：可能来自调度器扩展、别的插件或别的版本',
    'Not from a plugin of v1.37: perhaps an extender, another plugin or another version',
  ],
} satisfies Record<ClauseCode, Pair>;

export const clauseFixes = {
  insufficient: ['调低请求，或腾出、加大节点', 'Lower the request, free or add capacity'],
  'too-many-pods': [
    '加节点，或调高 kubelet 的 maxPods',
    'Add nodes, or raise maxPods of the kubelet',
  ],
  cordoned: [
    'kubectl uncordon，或等维护结束',
    'kubectl uncordon, or wait for the maintenance to end',
  ],
  'no-node-object': ['看节点是否还在', 'See whether the node still exists'],
  taint: [
    '查 kubectl describe node 的 Taints，加 toleration 或去掉污点',
    'Look at Taints in kubectl describe node; add a toleration or remove the taint',
  ],
  'node-affinity': ['改选择器，或给节点加标签', 'Change the selector, or label a node'],
  'enforced-affinity': [
    '换 schedulerName，或改调度器配置',
    'Use another schedulerName, or change the scheduler’s configuration',
  ],
  'affinity-conflict': ['改节点亲和性', 'Mend the node affinity'],
  'node-name': ['去掉 spec.nodeName', 'Remove spec.nodeName'],
  ports: ['不用 hostPort，或减少副本', 'Do without hostPort, or with fewer replicas'],
  'pod-affinity': [
    '先部署被依赖的 Pod，或放宽为 preferred',
    'Run the other Pods first, or make it preferred',
  ],
  'pod-anti-affinity': ['加节点，或放宽为 preferred', 'Add nodes, or make it preferred'],
  'others-anti-affinity': [
    '加节点，或改那个 Pod 的反亲和性',
    'Add nodes, or change the other Pod’s anti-affinity',
  ],
  spread: ['加大 maxSkew，或用 ScheduleAnyway', 'Raise maxSkew, or use ScheduleAnyway'],
  'spread-label': ['给节点加上这个标签', 'Give the nodes that label'],
  'volume-bind': [
    '建 PV，或换能动态制备的 StorageClass',
    'Make a PV, or use a StorageClass that provisions',
  ],
  'volume-node': ['让卷所在的节点可用', 'Make the node of the volume usable'],
  'volume-space': ['扩容存储', 'Extend the storage'],
  'volume-lost': ['恢复 PV，或重建 PVC', 'Restore the PV, or make the PVC again'],
  'claim-unbound': [
    '看 kubectl describe pvc，或用 WaitForFirstConsumer',
    'See kubectl describe pvc, or use WaitForFirstConsumer',
  ],
  'claim-missing': ['建 PVC，或改 claimName', 'Make the PVC, or mend claimName'],
  'claim-deleted': ['等它删完，换一个 PVC', 'Use another PVC'],
  'claim-ephemeral': [
    '等一下；一直这样就看 controller manager',
    'Wait; if it stays, look at the controller manager',
  ],
  'claim-lost': ['恢复 PV，或重建 PVC', 'Restore the PV, or make the PVC again'],
  'claim-no-class': ['给 PVC 写 storageClassName', 'Give the PVC a storageClassName'],
  'class-no-mode': ['补上 volumeBindingMode', 'Add volumeBindingMode'],
  'volume-zone': ['在卷所在的可用区加节点', 'Add nodes in the zone of the volume'],
  'disk-conflict': ['换卷，或等那个 Pod 结束', 'Use another volume, or wait for that Pod'],
  'read-write-once-pod': [
    '等那个 Pod 结束，或换访问模式',
    'Wait for that Pod, or use another access mode',
  ],
  'volume-count': ['加节点，或减少每节点的卷', 'Add nodes, or use fewer volumes on each'],
  'driver-missing': ['在节点上装驱动', 'Install the driver there'],
  'node-features': ['升级节点', 'Upgrade the node'],
  devices: ['放宽请求，或加有设备的节点', 'Ask for less, or add nodes with devices'],
  'devices-elsewhere': [
    '让那个节点可用，或释放 ResourceClaim',
    'Make that node usable, or free the ResourceClaim',
  ],
  'device-claim-used': [
    '等占用者结束，或用 ResourceClaimTemplate',
    'Wait for them, or use a ResourceClaimTemplate',
  ],
  'device-claim-pending': ['等', 'Wait'],
  'device-class-missing': [
    '装驱动，或建 DeviceClass',
    'Install the driver, or make the DeviceClass',
  ],
  'device-other': ['看 kubectl describe resourceclaim', 'See kubectl describe resourceclaim'],
  'pod-level-short': ['调高 Pod 级的请求或限制', 'Raise the Pod-level request or limit'],
  'resize-elsewhere': ['看它所在的节点', 'Look at its own node'],
  'resize-no-preemption': ['在原节点腾地方', 'Make room on its node'],
  gated: ['去掉 spec.schedulingGates', 'Remove spec.schedulingGates'],
  gang: ['补齐同组的 Pod', 'Complete the group'],
  'filtered-out': ['看 Pod 的亲和性和卷', 'Look at the Pod’s affinity and volumes'],
  'no-victims': ['调高优先级，或腾地方', 'Raise the priority, or make room'],
  'not-helpful': ['先解决前半句', 'Solve the first half first'],
  unknown: ['看调度器日志', 'See the scheduler’s log'],
} satisfies Record<ClauseCode, Pair>;

export const balanceMessages = {
  'adds-up': [
    '数目对得上：{sum} 条原因，{nodes} 个节点',
    'The counts add up: {sum} reasons for {nodes} nodes',
  ],
  overlap: [
    '{nodes} 个节点有 {sum} 条原因：同一个插件可以对一个节点说几条（如 CPU 和内存都不够）',
    '{sum} reasons for {nodes} nodes: a plugin may give several for one node (too little CPU and memory)',
  ],
  missing: [
    '对不上：{nodes} 个节点只有 {sum} 条原因，有节点没说原因，或消息不全',
    'They do not add up: {sum} reasons for {nodes} nodes. Some nodes gave none, or the message is not whole',
  ],
  'too-many': [
    '对不上：这些原因至少要 {least} 个节点，却只有 {nodes} 个。消息被改过或拼错了',
    'They do not add up: these reasons take at least {least} nodes, and there are {nodes}. The message was edited or put together',
  ],
  none: [
    '没有数目：调度器没去看节点，所有节点都因此不行',
    'No counts: no node was looked at, all of them are out for this reason',
  ],
} satisfies Record<BalanceCode, Pair>;

export const preemptionMessages = {
  'preemption-no-node': ['抢占帮不上忙', 'Preemption does not help'],
  'preemption-never': [
    '不抢占：这个 Pod 的 preemptionPolicy 是 Never',
    'No preemption: this Pod has preemptionPolicy Never',
  ],
  'preemption-waits': [
    '已经抢占过，在等被赶走的 Pod 结束',
    'It has preempted already and waits for the victims to end',
  ],
  'preemption-no-candidate': ['没有能抢占的节点', 'No node to preempt on'],
  'preemption-other': ['抢占时说', 'Preemption says'],
} satisfies Record<PreemptionCode, Pair>;

export const messageProblems = {
  'message-empty': ['贴一条 FailedScheduling 消息', 'Paste a FailedScheduling message'],
  'message-none': ['没找到“0/N nodes are available”', 'There is no “0/N nodes are available” here'],
  'message-too-many': ['只读前 {most} 条', 'Only the first {most} are read'],
} satisfies Record<MessageProblemCode, Pair>;
