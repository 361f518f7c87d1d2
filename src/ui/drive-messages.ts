import type {
  DriveProblemCode,
  KubectlProblemCode,
  ManifestProblemCode,
  ScriptProblemCode,
} from '../engine/cluster/index.ts';
import type { Pair } from './messages.ts';

/** What is wrong with the objects or with a line of the script. */
export const driveProblems = {
  'drive-nothing': [
    '这里没有 Deployment、Service 或 Pod',
    'There is no Deployment, Service or Pod in this',
  ],
  'drive-no-name': ['这个 {kind} 没有 metadata.name', 'This {kind} has no metadata.name'],
  'drive-too-many': [
    '一共 {count} 个 Pod，最多推演 {most} 个',
    '{count} Pods in all; at most {most} are played',
  ],
  'drive-required': ['{field}：必填', '{field}: required value'],
  'drive-selector': [
    'selector 与 template 的标签不匹配，API 服务器会拒绝',
    '`selector` does not match template `labels`: the API server would refuse it',
  ],
  'drive-invalid': [
    'API 服务器会拒绝 {field}：{quote}',
    'The API server would refuse {field}: {quote}',
  ],
  'drive-version': [
    '没有 {version} 的 {kind}：apiVersion 要写 {expected}',
    'no matches for kind "{kind}" in version "{version}": it is {expected}',
  ],
  'drive-no-progress': [
    'maxSurge 和 maxUnavailable 不能都是 0',
    'maxUnavailable may not be 0 when maxSurge is 0',
  ],
  'drive-line': [
    '看不懂“{word}”：一行以时间开头（如 10s），或是 ready-after、stop-takes、crash-after、missing、until、seed',
    '"{word}" is not understood: a line begins with a time (such as 10s), or is ready-after, stop-takes, crash-after, missing, until or seed',
  ],
  'drive-value': ['{word} 后面应是：{expected}', '{word} wants: {expected}'],
  'drive-command': [
    '这里没有“{command}”。可以用：kubectl apply、scale、set image、set selector、rollout undo/restart/pause/resume、delete、label、patch，以及 stop、start',
    '"{command}" is not played here. There are: kubectl apply, scale, set image, set selector, rollout undo/restart/pause/resume, delete, label, patch; stop, start',
  ],
  'drive-argument': ['{command} 要写 {expected}', '{command} wants {expected}'],
  'drive-script-long': [
    '从这一行起不再推演：最多 {most} 条命令',
    'From this line on nothing is played: at most {most} commands',
  ],
  'drive-until-long': ['最多推演到 {most}', 'It is played until {most} at most'],
  'drive-not-found': [
    '到了这个时刻，命名空间 {namespace} 里没有名为“{name}”的 {kind}',
    'At this moment there is no {kind} named "{name}" in the namespace {namespace}',
  ],
  'drive-elsewhere': [
    '命名空间 {namespace} 里没有名为“{name}”的 {kind}，{other} 里有：加上 -n {other}',
    'There is no {kind} named "{name}" in the namespace {namespace}, but there is in {other}: add -n {other}',
  ],
  'drive-error': ['报错：{error}', 'It fails: {error}'],
  'drive-no-container': [
    'Deployment 里没有名为“{name}”的容器',
    'The Deployment has no container named "{name}"',
  ],
  'drive-no-history': ['没有可以退回的修订版本', 'There is no revision to go back to'],
  'drive-too-many-pods': ['最多推演 {most} 个 Pod', 'At most {most} Pods are played'],
  'drive-too-much': [
    '写请求超过 {most} 次，推演停在第 {time} 秒',
    'More than {most} writes: the play stops at second {time}',
  ],
} satisfies Record<
  DriveProblemCode | KubectlProblemCode | ManifestProblemCode | ScriptProblemCode,
  Pair
>;
