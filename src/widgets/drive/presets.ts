import { loadPart } from '../../ui/load.ts';
import type { Pair } from '../../ui/messages.ts';
import type { Preset } from '../define.ts';
import type { DriveInput } from './answer.ts';
import type * as Later from './later.ts';

export const WEB = `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 3
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
      - name: app
        image: shop/web:1.0
        readinessProbe:
          httpGet: {path: /ready, port: 8080}
          periodSeconds: 1
---
apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  selector: {app: web}
  ports: [{port: 80, targetPort: 8080}]
`;

const titles = {
  update: ['滚动更新', 'Rolling update'],
  'bad-image': ['镜像拉不到，再退回', 'A missing image, and undo'],
  crash: ['新版本一启动就崩溃', 'A new version that crashes'],
  label: ['把一个 Pod 摘出来调试', 'Take a Pod out to debug it'],
  scheduler: ['调度器停了', 'Scheduler off'],
  controllers: ['控制器管理器停了', 'Controller manager off'],
  kubelet: ['kubelet 停了', 'kubelet off'],
  etcd: ['etcd 停了', 'etcd off'],
} satisfies Record<string, Pair>;

export const presets: readonly Preset<DriveInput>[] = Object.entries(titles).map(([id, title]) => ({
  id,
  title,
  input: {},
  load: async () => ({
    script: (await loadPart<typeof Later>('drive.later')).scripts[id] ?? '',
  }),
}));
