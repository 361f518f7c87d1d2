/** Commands that make sense at the moment that is looked at, for a button each. */
import type { ClusterState } from '../../engine/cluster/index.ts';
import type { Pair } from '../../ui/messages.ts';

export interface Does {
  readonly label: Pair;
  readonly line: string;
  /** A line without a time that the command needs. */
  readonly setting?: string;
  /** What it starts is off. */
  readonly isOff?: boolean;
}

export function doesAt({ deployments, replicaSets, pods }: ClusterState): readonly Does[] {
  const [deployment] = deployments;
  const pod = pods.find(({ deleting }) => !deleting);
  const ofPod: readonly Does[] = pod
    ? [
        {
          label: ['删一个 Pod', 'delete a Pod'],
          line: `kubectl delete pod ${pod.name}${inNamespace(pod)}`,
        },
      ]
    : [];
  if (!deployment)
    return [{ label: ['apply', 'apply'], line: 'kubectl apply -f web.yaml' }, ...ofPod];
  const { name, replicas, image, labels } = deployment;
  const here = inNamespace(deployment);
  const target = `deployment/${name}`;
  const next = nextImage(image);
  const nowhere = `${withoutTag(next)}:nowhere`;
  const [key] = Object.keys(labels);
  return [
    {
      label: ['扩容', 'scale up'],
      line: `kubectl scale ${target} --replicas=${replicas + 1}${here}`,
    },
    ...(replicas > 0
      ? [
          {
            label: ['缩容', 'scale down'],
            line: `kubectl scale ${target} --replicas=${replicas - 1}${here}`,
          } as const,
        ]
      : []),
    { label: ['换镜像', 'new image'], line: `kubectl set image ${target} *=${next}${here}` },
    {
      label: ['换成拉不到的镜像', 'image that is not there'],
      line: `kubectl set image ${target} *=${nowhere}${here}`,
      setting: `missing ${nowhere}`,
    },
    ...(replicaSets.length > 1
      ? [
          {
            label: ['退回上一版', 'rollout undo'],
            line: `kubectl rollout undo ${target}${here}`,
          } as const,
        ]
      : []),
    { label: ['重启', 'rollout restart'], line: `kubectl rollout restart ${target}${here}` },
    ...ofPod,
    ...(pod && key !== undefined
      ? [
          {
            label: ['摘掉一个 Pod 的标签', 'take a Pod’s label away'],
            line: `kubectl label pod ${pod.name} ${key}=debug --overwrite${inNamespace(pod)}`,
          } as const,
        ]
      : []),
    {
      label: ['删 Deployment（后台）', 'delete Deployment (background)'],
      line: `kubectl delete deployment ${name}${here}`,
    },
    {
      label: ['删 Deployment（前台）', 'delete Deployment (foreground)'],
      line: `kubectl delete deployment ${name} --cascade=foreground${here}`,
    },
    {
      label: ['删 Deployment（留下依赖）', 'delete Deployment (orphan)'],
      line: `kubectl delete deployment ${name} --cascade=orphan${here}`,
    },
  ];
}

function inNamespace({ namespace }: { readonly namespace: string }): string {
  return namespace === 'default' ? '' : ` -n ${namespace}`;
}

/** The last number of the tag, one higher. */
function nextImage(image: string): string {
  const [, stem = '', number = ''] = /^(.*?)(\d+)$/.exec(image) ?? [];
  if (number === '' || !hasTag(image)) return `${withoutTag(image)}:2`;
  return `${stem}${Number(number) + 1}`;
}

function hasTag(image: string): boolean {
  return image.slice(image.lastIndexOf('/') + 1).includes(':');
}

function withoutTag(image: string): string {
  return hasTag(image) ? image.slice(0, image.lastIndexOf(':')) : image;
}
