import type {
  DefaultingCode,
  EditProblemCode,
  OomCode,
  PodProblemCode,
  ReasonCode,
  RefusalCode,
  WarningCode,
} from '../engine/qos/index.ts';
import type { Pair } from './messages.ts';
import { quantityMessages } from './quantity-messages.ts';

/** Why the class is what it is. */
export const reasonMessages = {
  'status-says': [
    'status.qosClass 是 {qosClass}：QoS 类在创建时定下，此后不变',
    'status.qosClass is {qosClass}: the class is set at creation and stays',
  ],
  'status-differs': [
    'status.qosClass 是 {qosClass}，以它为准；照 spec 计算应是 {computed}',
    'status.qosClass is {qosClass} and that counts; by the spec it would be {computed}',
  ],
  'pod-level-decides': [
    '设置了 Pod 级资源：只看 spec.resources，不看各容器',
    'Pod-level resources are set: only spec.resources counts, not the containers',
  ],
  'requests-equal-limits': [
    'cpu 和 memory 的请求都等于限制（{cpu}、{memory}）',
    'Requests equal limits for both cpu and memory ({cpu}, {memory})',
  ],
  'no-requests-or-limits': ['没有任何请求和限制', 'No requests and no limits at all'],
  'only-other-resources': [
    '只设置了 {resources}，它们不影响 QoS 类；cpu 和 memory 都没有',
    'Only {resources} is set, which does not count for the class; cpu and memory are missing',
  ],
  'only-zero': [
    '{resources} 写成了 0，等于没有设置',
    '{resources} is 0, which is the same as not set',
  ],
  'resource-missing': [
    '{resource} 既没有请求也没有限制；Guaranteed 要求 cpu 和 memory 都有',
    '{resource} has neither request nor limit; Guaranteed wants both cpu and memory',
  ],
  'limit-missing': [
    '{resource} 请求 {request}，但没有限制：限制不会从请求补上',
    '{resource} requests {request} but has no limit: limits are never filled in from requests',
  ],
  'request-zero': [
    '{resource} 的请求是 0，限制是 {limit}：写明的 0 不会被限制取代',
    'The {resource} request is 0 under a limit of {limit}: a written 0 is not replaced by the limit',
  ],
  'request-below-limit': [
    '{resource} 的请求 {request} 小于限制 {limit}',
    'The {resource} request {request} is below its limit {limit}',
  ],
  'request-above-limit': [
    '{resource} 的请求 {request} 大于限制 {limit}：apiserver 会拒绝',
    'The {resource} request {request} is above its limit {limit}: the API server refuses that',
  ],
  'containers-disagree': [
    '{guaranteed} 的请求等于限制，{bestEffort} 的 cpu 和 memory 都没设：不一致就是 Burstable',
    'Requests equal limits in {guaranteed}, but {bestEffort} sets neither cpu nor memory: a mix is Burstable',
  ],
  'no-containers': ['没有容器', 'There is no container'],
} satisfies Record<ReasonCode, Pair>;

/** What keeps a text from being a Pod that a cluster takes. */
export const podProblemMessages = {
  'empty-input': ['这里还什么都没有', 'There is nothing here yet'],
  'not-an-object': [
    '应该是一个对象（以 apiVersion、kind 开头），这里是 {found}',
    'An object is expected here (apiVersion, kind, …), not {found}',
  ],
  'kind-missing': ['缺少 kind', 'kind is missing'],
  fragment: [
    '这只是对象的一段：有 {key}，没有 apiVersion 和 kind。请从 apiVersion 那一行开始贴完整的对象',
    'Only part of an object: there is {key}, but no apiVersion and no kind. Paste the whole object, from apiVersion on',
  ],
  'api-version-missing': ['缺少 apiVersion', 'apiVersion is missing'],
  'not-a-pod': [
    '{kind} 里没有 Pod：请给出 Pod，或带 Pod 模板的对象（Deployment、Job 等）',
    'There is no Pod in a {kind}: give a Pod, or an object with a Pod template (Deployment, Job, …)',
  ],
  'unknown-api-version': [
    '{kind} 不属于 {apiVersion}：Kubernetes 1.37 没有这个版本',
    'There is no {kind} in {apiVersion}: Kubernetes 1.37 does not serve it',
  ],
  'wrong-type': [
    '类型不对：这里要 {expected}，写的是 {found}。apiserver 读不出这个对象',
    'Wrong type: {expected} is wanted here, not {found}. The API server cannot read the object',
  ],
  'not-an-integer': ['要整数，不能写成 {value}', 'An integer is wanted, not {value}'],
  'integer-out-of-range': [
    '{value} 超出了 {bits} 位整数的范围',
    '{value} does not fit into an integer of {bits} bits',
  ],
  'bad-time': [
    '“{value}”不是 RFC 3339 时间，例如 2026-01-31T08:00:00Z',
    '"{value}" is no RFC 3339 time such as 2026-01-31T08:00:00Z',
  ],
  'unknown-field': [
    '没有字段 {field}（区分大小写）：kubectl 默认会拒绝，宽松时会忽略它',
    'There is no field {field} (case matters): kubectl refuses it by default, lenient clients drop it',
  ],
  'duplicate-field': [
    '字段 {field} 写了两次：严格读取会拒绝，宽松时最后一个生效',
    'The field {field} is there twice: strict reading refuses it, else the last one counts',
  ],
  'priority-class-unknown': [
    '没有名为 {class} 的 PriorityClass：新集群里只有 system-cluster-critical 和 system-node-critical',
    'There is no PriorityClass {class}: a new cluster has system-cluster-critical and system-node-critical only',
  ],
  'priority-not-from-class': [
    'priority 不能自己写成 {priority}：它由 PriorityClass 决定，这里应是 {computed}',
    'priority may not be {priority}: it comes from the PriorityClass, which makes it {computed}',
  ],
  'preemption-not-from-class': [
    'preemptionPolicy 不能自己写成 {policy}：它由 PriorityClass 决定，这里应是 {computed}',
    'preemptionPolicy may not be {policy}: it comes from the PriorityClass, which makes it {computed}',
  ],
  ...quantityMessages,
} satisfies Record<PodProblemCode, Pair>;

/** What API validation refuses, explained; its own English words come with each refusal. */
export const refusalMessages = {
  'name-missing': ['Pod 要有 name 或 generateName', 'A Pod needs a name or a generateName'],
  'name-not-a-subdomain': [
    '“{value}”不合名称格式：只能用小写字母、数字、“-”和“.”，首尾是字母或数字',
    '"{value}" is no valid name: lower case letters, digits, "-" and ".", a letter or digit at both ends',
  ],
  'name-not-a-label': [
    '“{value}”不合名称格式：只能用小写字母、数字和“-”，首尾是字母或数字',
    '"{value}" is no valid name: lower case letters, digits and "-", a letter or digit at both ends',
  ],
  'name-has-dots': ['“{value}”里不能有点', '"{value}" may not have dots'],
  'name-too-long': ['“{value}”太长：最多 {max} 字节', '"{value}" is too long: {max} bytes at most'],
  'containers-missing': ['至少要有一个容器', 'At least one container is needed'],
  'container-name-missing': ['容器要有名称', 'The container needs a name'],
  'container-name-taken': ['已经有名为 {name} 的容器', 'There is a container {name} already'],
  'image-missing': ['容器要有镜像', 'The container needs an image'],
  'image-has-spaces': ['镜像名首尾不能有空白', 'No white space around the image name'],
  'value-not-supported': [
    '不能是“{value}”，可用的有：{supported}',
    'Not "{value}": there is {supported}',
  ],
  'restart-rules-need-policy': [
    '写了 restartPolicyRules 就要写 restartPolicy',
    'restartPolicyRules need a restartPolicy beside them',
  ],
  'too-many-items': ['最多 {max} 项', '{max} items at most'],
  'restart-rule-needs-exit-codes': ['规则要有 exitCodes', 'The rule needs exitCodes'],
  'not-for-init-containers': [
    'Init 容器不能有它，除非是边车容器（restartPolicy: Always）',
    'Not for init containers, except sidecars (restartPolicy: Always)',
  ],
  'not-for-ephemeral-containers': ['临时容器不能有它', 'Not for ephemeral containers'],
  'ephemeral-on-create': [
    '创建时不能带临时容器：之后用 kubectl debug 添加',
    'Not at creation: add ephemeral containers later, with kubectl debug',
  ],
  'ephemeral-target-unknown': ['没有名为 {name} 的容器', 'There is no container {name}'],
  'resource-name-malformed': [
    '“{resource}”不合资源名称的格式，例如 cpu 或 example.com/gpu',
    '"{resource}" is no well-formed resource name such as cpu or example.com/gpu',
  ],
  'resource-name-unknown': [
    '没有资源“{resource}”：标准资源之外要带域名，例如 example.com/gpu',
    'There is no resource "{resource}": other than standard ones need a domain, as in example.com/gpu',
  ],
  'resource-not-for-containers': [
    '容器不能用“{resource}”：可用的有 cpu、memory、ephemeral-storage、hugepages-… 和带域名的资源',
    '"{resource}" is not for containers: cpu, memory, ephemeral-storage, hugepages-… and names with a domain are',
  ],
  'resource-name-not-extended': [
    '“{resource}”不能作扩展资源的名称',
    '"{resource}" cannot be the name of an extended resource',
  ],
  'resource-not-for-pods': [
    'Pod 级只能有 cpu、memory 和 hugepages-…，不能有 {resource}',
    'At pod level there are cpu, memory and hugepages-… only, not {resource}',
  ],
  'value-negative': ['{resource} 不能是负数：{value}', '{resource} may not be negative: {value}'],
  'value-not-whole': ['{resource} 要整数，不能是 {value}', '{resource} must be whole, not {value}'],
  'hugepages-not-multiple': [
    '{value} 不是 {resource} 页大小的整数倍',
    '{value} is no multiple of the page size of {resource}',
  ],
  'hugepages-alone': ['有巨页就要有 cpu 或 memory', 'Huge pages need cpu or memory beside them'],
  'request-over-limit': [
    '{resource} 的请求 {request} 大于限制 {limit}',
    'The {resource} request {request} is above its limit {limit}',
  ],
  'request-not-limit': [
    '{resource} 不能过量使用：请求 {request} 必须等于限制 {limit}',
    '{resource} cannot be overcommitted: the request {request} must equal the limit {limit}',
  ],
  'limit-required': [
    '{resource} 不能过量使用：必须写限制',
    '{resource} cannot be overcommitted: it needs a limit',
  ],
  'claims-at-pod-level': ['Pod 级资源不能有 claims', 'No claims at pod level'],
  'claim-name-missing': ['claim 要有名称', 'The claim needs a name'],
  'claim-duplicate': ['claim {name} 重复了', 'The claim {name} is there twice'],
  'claim-unknown': [
    'spec.resourceClaims 里没有 {name}',
    'There is no {name} in spec.resourceClaims',
  ],
  'pod-resources-on-windows': [
    'Windows Pod 不能有 Pod 级资源',
    'A Windows Pod has no pod-level resources',
  ],
  'pod-request-below-containers': [
    'Pod 级 {resource} 请求 {request} 小于各容器合计 {containers}',
    'The pod-level {resource} request {request} is below what the containers request together, {containers}',
  ],
  'pod-hugepages-below-containers': [
    'Pod 级 {resource} 限制 {limit} 小于各容器合计 {containers}',
    'The pod-level {resource} limit {limit} is below what the containers have together, {containers}',
  ],
  'container-limit-over-pod': [
    '容器的 {resource} 限制 {limit} 大于 Pod 级限制 {pod}',
    'The {resource} limit {limit} of the container is above that of the Pod, {pod}',
  ],
  'deadline-out-of-range': [
    '{value} 不行：要在 1 到 2147483647 之间',
    'Not {value}: it must be from 1 to 2147483647',
  ],
} satisfies Record<RefusalCode, Pair>;

export const warningMessages = {
  'name-as-hostname': [
    '名称“{name}”会成为主机名，但它不是 DNS 标签：建议不用点，不超过 63 个字符',
    'The name "{name}" becomes the hostname but is no DNS label: better without dots and within 63 characters',
  ],
  'fractional-bytes': [
    '{value} 不是整数个字节：后缀 m 是千分之一，大概想写 Mi',
    '{value} is no whole number of bytes: the suffix m is a thousandth, Mi was probably meant',
  ],
} satisfies Record<WarningCode, Pair>;

/** Of an unknown field, where more is known about it than that. */
export const unknownFieldMessages = {
  meant: [
    '没有字段 {field}（区分大小写），是不是想写 {meant}？kubectl 默认会拒绝，宽松时会忽略它',
    'There is no field {field} (case matters). Did you mean {meant}? kubectl refuses it by default, lenient clients drop it',
  ],
  place: [
    '这里没有字段 {field}，它应写在 {place} 里。kubectl 默认会拒绝，宽松时会忽略它',
    'There is no field {field} here: it belongs in {place}. kubectl refuses it by default, lenient clients drop it',
  ],
} satisfies Record<string, Pair>;

/** Where a value comes from that nobody wrote. */
export const defaultingMessages = {
  'request-from-limit': ['没写请求，取限制的值', 'No request written: it takes the limit'],
  'pod-request-from-containers': [
    'Pod 级没写请求，取各容器合计',
    'No pod-level request written: it takes what the containers request together',
  ],
  'pod-request-from-limit': [
    'Pod 级没写请求，容器也没有，取 Pod 级限制',
    'No request written at either level: it takes the pod-level limit',
  ],
  'pod-limit-from-containers': [
    'Pod 级没写限制，而每个容器都有，取合计（不低于 Pod 级请求）',
    'No pod-level limit written, but every container has one: it takes their sum, at least the pod-level request',
  ],
} satisfies Record<DefaultingCode, Pair>;

/** How an oom_score_adj came about. */
export const oomMessages = {
  'oom-node-critical': ['节点关键 Pod：固定 -997', 'A node-critical Pod: always -997'],
  'oom-guaranteed': ['Guaranteed：固定 -997', 'Guaranteed: always -997'],
  'oom-best-effort': [
    'BestEffort：固定 1000，最先被杀',
    'BestEffort: always 1000, first to be killed',
  ],
  'oom-by-request': [
    '1000 − 1000 × {memory} ÷ {nodeMemory}（字节）',
    '1000 − 1000 × {memory} ÷ {nodeMemory} (bytes)',
  ],
  'oom-floor': [
    '按请求 {memory} ÷ {nodeMemory} 会低于 3：Burstable 最低为 3',
    'By its request, {memory} ÷ {nodeMemory}, it would be below 3: Burstable stops at 3',
  ],
  'oom-ceiling': [
    '按请求 {memory} ÷ {nodeMemory} 会是 1000：Burstable 最高为 999',
    'By its request, {memory} ÷ {nodeMemory}, it would be 1000: Burstable stops at 999',
  ],
  'oom-sidecar': [
    '边车容器不高于请求最小的普通容器：1000 − 1000 × {memory} ÷ {nodeMemory}',
    'A sidecar does not score above the regular container with the smallest request: 1000 − 1000 × {memory} ÷ {nodeMemory}',
  ],
} satisfies Record<OomCode, Pair>;

export const editProblemMessages = {
  'edit-refused': [
    '先改好会被拒绝的地方，再看怎样改到这个类',
    'Fix what is refused first, then see what leads to this class',
  ],
  'edit-unreachable': [
    '只改请求和限制到不了这个类',
    'No change of requests and limits alone leads to this class',
  ],
  'edit-not-found': [
    '值太多，没有试完；试过的改法都到不了这个类',
    'Too many values to try every change; none of those tried leads to this class',
  ],
} satisfies Record<EditProblemCode, Pair>;
