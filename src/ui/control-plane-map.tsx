/**
 * The control plane and a node as a drawing from data. Everything talks to the API server, and only the API
 * server to etcd. Its text twin is the list that stands beside it.
 */
import type { Place } from '../engine/control-plane/index.ts';
import { type Lang, type Pair, say } from './messages.ts';

export type Spot = Exclude<Place, 'other'> | 'runtime' | 'pods';

interface Box {
  readonly name: Pair;
  /** Left, top, width. */
  readonly at: readonly [x: number, y: number, width: number];
  readonly does: Pair;
  /** Its heading on the page about the components. */
  readonly anchor: string;
}

const HEIGHT = 30;

export const spots = {
  user: {
    name: ['kubectl', 'kubectl'],
    at: [14, 8, 88],
    does: ['把你写的对象交给 kube-apiserver', 'hands the objects you wrote to kube-apiserver'],
    anchor: 'apiserver',
  },
  etcd: {
    name: ['etcd', 'etcd'],
    at: [14, 74, 88],
    does: [
      '保存全部对象，只有 kube-apiserver 连它',
      'keeps every object; only kube-apiserver connects to it',
    ],
    anchor: 'etcd',
  },
  apiserver: {
    name: ['kube-apiserver', 'kube-apiserver'],
    at: [146, 74, 108],
    does: [
      '唯一的入口：认证、鉴权、准入、存储、watch',
      'the only door: authentication, authorization, admission, storage, watch',
    ],
    anchor: 'apiserver',
  },
  scheduler: {
    name: ['kube-scheduler', 'kube-scheduler'],
    at: [290, 74, 108],
    does: ['监听没有节点的 Pod，写下绑定', 'watches Pods without a node and writes the binding'],
    anchor: 'scheduler',
  },
  'controller-manager': {
    name: ['kube-controller-manager', 'kube-controller-manager'],
    at: [182, 130, 172],
    does: [
      '几十个控制器，监听对象，写出下一层对象和状态',
      'dozens of controllers that watch objects and write the next ones, and status',
    ],
    anchor: 'controller-manager',
  },
  kubelet: {
    name: ['kubelet', 'kubelet'],
    at: [146, 206, 108],
    does: [
      '监听本节点的 Pod，让容器运行起来，写回状态',
      'watches the Pods of its node, has containers run, writes their status',
    ],
    anchor: 'kubelet',
  },
  'kube-proxy': {
    name: ['kube-proxy', 'kube-proxy'],
    at: [290, 206, 108],
    does: [
      '监听 Service 和 EndpointSlice，写内核规则',
      'watches Services and EndpointSlices and writes rules into the kernel',
    ],
    anchor: 'kube-proxy',
  },
  runtime: {
    name: ['容器运行时', 'container runtime'],
    at: [146, 262, 108],
    does: [
      '按 kubelet 的 CRI 调用拉镜像、建沙箱、起容器',
      'pulls images, makes sandboxes and starts containers as the kubelet asks over CRI',
    ],
    anchor: 'runtime',
  },
  pods: {
    name: ['Pod', 'Pods'],
    at: [290, 262, 108],
    does: [
      '你的进程，控制平面不在也照样运行',
      'your processes; they run on without a control plane',
    ],
    anchor: 'runtime',
  },
} satisfies Record<Spot, Box>;

const ORDER = Object.keys(spots) as readonly Spot[];

/** Who opens the connection to whom. */
const EDGES: readonly (readonly [Spot, Spot, string])[] = [
  ['user', 'apiserver', 'M102 23h98v51'],
  ['apiserver', 'etcd', 'M146 89h-44'],
  ['scheduler', 'apiserver', 'M290 89h-36'],
  ['controller-manager', 'apiserver', 'M216 130v-26'],
  ['kubelet', 'apiserver', 'M160 206v-102'],
  ['kube-proxy', 'apiserver', 'M376 206v-90h-136v-12'],
  ['kubelet', 'runtime', 'M200 236v26'],
  ['runtime', 'pods', 'M254 277h36'],
];

const labels = {
  drawing: ['控制平面和一个节点', 'The control plane and a node'],
  plane: ['控制平面', 'control plane'],
  node: ['节点', 'node'],
} satisfies Record<string, Pair>;

interface Props {
  readonly lang: Lang;
  /** Who acts, and where what it answers to came from. */
  readonly lit?: readonly Spot[];
  /** Something is known to be down there. */
  readonly down?: readonly Spot[];
  /** The address of a component's section. */
  readonly link?: (anchor: string) => string;
}

export function ControlPlaneMap({ lang, lit = [], down = [], link }: Props) {
  const look = (spot: Spot) =>
    [lit.includes(spot) ? 'is-on' : '', down.includes(spot) ? 'is-down' : ''].join(' ').trim();
  const passes = ([from, to]: (typeof EDGES)[number]) => lit.includes(from) && lit.includes(to);
  return (
    <svg class="cp-map" viewBox="0 0 412 306" role={link ? 'group' : 'img'} data-pagefind-ignore>
      <title>{say(labels.drawing, lang)}</title>
      <rect class="cp-frame" x="4" y="50" width="404" height="118" rx="8" />
      <rect class="cp-frame" x="128" y="184" width="280" height="118" rx="8" />
      <text class="cp-title" x="14" y="64">
        {say(labels.plane, lang)}
      </text>
      <text class="cp-title" x="170" y="198">
        {say(labels.node, lang)}
      </text>
      {[false, true].map((on) => (
        <path
          key={on}
          class={on ? 'cp-edge is-on' : 'cp-edge'}
          d={EDGES.filter((edge) => passes(edge) === on)
            .map(([, , path]) => path)
            .join('')}
        />
      ))}
      {ORDER.map((spot) => {
        const { at, name, anchor } = spots[spot];
        const [x, y, width] = at;
        const box = (
          <>
            <rect x={x} y={y} width={width} height={HEIGHT} rx="6" />
            <text x={x + width / 2} y={y + 19}>
              {say(name, lang)}
            </text>
          </>
        );
        return link ? (
          <a key={spot} href={link(anchor)}>
            {box}
          </a>
        ) : (
          <g key={spot} class={look(spot)}>
            {box}
          </g>
        );
      })}
    </svg>
  );
}

/** The same as text: who is there, and what each does. */
export function ControlPlaneList({ lang, link }: Pick<Props, 'lang' | 'link'>) {
  return (
    <ul>
      {ORDER.map((spot) => {
        const { name, does, anchor } = spots[spot];
        const title = say(name, lang);
        return (
          <li key={spot}>
            {link ? <a href={link(anchor)}>{title}</a> : title}
            {lang === 'zh' ? '：' : ': '}
            {say(does, lang)}
          </li>
        );
      })}
    </ul>
  );
}
