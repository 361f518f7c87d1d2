/** What `kubectl get` would show, as tables and sentences. */
import type { ClusterState } from '../../engine/cluster/index.ts';
import type { Pair } from '../../ui/messages.ts';

export interface StateTable {
  readonly caption: Pair;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export function tablesOf({ deployments, replicaSets, pods }: ClusterState): readonly StateTable[] {
  const workloads: StateTable = {
    caption: ['Deployment 列表', 'Deployments'],
    head: ['NAME', 'READY', 'UP-TO-DATE', 'AVAILABLE', 'Progressing'],
    rows: deployments.map(({ shown, ready, upToDate, available, progress, paused }) => [
      `deployment/${shown}`,
      ready,
      String(upToDate),
      String(available),
      paused ? 'DeploymentPaused' : progress,
    ]),
  };
  const sets: StateTable = {
    caption: ['ReplicaSet 列表', 'ReplicaSets'],
    head: ['NAME', 'DESIRED', 'CURRENT', 'READY', 'terminatingReplicas'],
    rows: replicaSets.map(({ shown, ...counts }) => [
      `replicaset/${shown}`,
      ...[counts.desired, counts.current, counts.ready, counts.terminating].map(String),
    ]),
  };
  const running: StateTable = {
    caption: ['Pod 列表', 'Pods'],
    head: ['NAME', 'READY', 'STATUS', 'RESTARTS', 'IP'],
    rows: pods.map(({ shown, ready, status, restarts, ip }) => [
      shown,
      ready,
      status,
      restarts,
      ip || '<none>',
    ]),
  };
  return [workloads, sets, running].filter(({ rows }) => rows.length > 0);
}

export function notesOf({ services, node }: ClusterState): readonly Pair[] {
  const isWell = node.ready === 'True' && node.taints.length === 0;
  return [
    ...services.map(({ shown, ready, notReady, terminating }): Pair => {
      const counts = `${ready} / ${notReady} / ${terminating}`;
      return [
        `service/${shown} 的端点（就绪 / 未就绪 / 终止中）：${counts}`,
        `Endpoints of service/${shown} (ready / not ready / terminating): ${counts}`,
      ];
    }),
    ...(isWell
      ? []
      : [
          [
            `节点 node1：Ready=${node.ready} ${node.taints.join(' ')}`,
            `Node node1: Ready=${node.ready} ${node.taints.join(' ')}`,
          ] as const,
        ]),
  ];
}
