/** The scripts of the examples: they come when one is wanted. */
const APPLY = '0s kubectl apply -f web.yaml';
const play = (...lines: readonly string[]): string => `${[APPLY, ...lines].join('\n')}\n`;

export const scripts: Readonly<Record<string, string>> = {
  update: play('10s kubectl set image deployment/web app=shop/web:1.1'),
  'bad-image': `missing shop/web:2.0\n${play(
    '10s kubectl set image deployment/web app=shop/web:2.0',
    '40s kubectl rollout undo deployment/web',
  )}`,
  crash: `crash-after 1s shop/web:2.0\n${play(
    '10s kubectl set image deployment/web app=shop/web:2.0',
  )}`,
  label: play('10s kubectl label pod oldest app=debug --overwrite'),
  scheduler: play(
    '10s stop scheduler',
    '12s kubectl scale deployment/web --replicas=5',
    '20s start scheduler',
  ),
  controllers: play(
    '10s stop controller-manager',
    '12s kubectl delete pod oldest',
    '20s start controller-manager',
  ),
  kubelet: play('10s stop kubelet', '12s kubectl delete pod oldest', '80s start kubelet'),
  etcd: play('10s stop etcd', '12s kubectl scale deployment/web --replicas=5', '20s start etcd'),
};
