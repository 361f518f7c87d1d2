/**
 * What comes before what, between objects, in a story: the same for a recorded and a driven one. Each rule gives
 * how often it was looked at, so that two stories can be compared, and what broke it.
 */
import type { Step } from '../../src/engine/control-plane/index.ts';

export interface Order {
  /** By rule: how often it applied. */
  readonly applied: Readonly<Record<string, number>>;
  readonly broken: readonly string[];
}

interface Write extends Step {
  readonly index: number;
}

type Rule = (writes: readonly Write[], see: See) => void;

/** `earlier` before `later`; a rule does not apply where `earlier` is not part of the story. */
type See = (what: string, earlier: Write | undefined, later: Write | undefined) => void;

export function orderOf(steps: readonly Step[], rules: readonly (keyof typeof RULES)[]): Order {
  const writes = steps
    .filter(({ kind, outcome }) => kind === 'write' && ['stored', 'removed'].includes(outcome))
    .map((step, index) => ({ ...step, index }));
  const applied: Record<string, number> = {};
  const broken: string[] = [];
  for (const name of rules) {
    applied[name] = 0;
    RULES[name](writes, (what, earlier, later) => {
      if (earlier === undefined) return;
      applied[name] = (applied[name] ?? 0) + 1;
      if (later === undefined || earlier.index < later.index) return;
      broken.push(`${name}: ${what}`);
    });
  }
  return { applied, broken };
}

function after({ changes }: Step, path: string): string | undefined {
  return changes.find((change) => change.path === path)?.after;
}

function setOf(pod: string): string {
  return pod.replace(/-[a-z0-9]{5}$/, '');
}

function isCreate({ verb, subresource }: Step): boolean {
  return verb === 'create' && subresource === '';
}

function of(writes: readonly Write[], resource: string): readonly Write[] {
  return writes.filter((write) => write.resource === resource);
}

function named(writes: readonly Write[], name: string): readonly Write[] {
  return writes.filter((write) => write.name === name);
}

function isEnd(write: Write): boolean {
  return /"(Succeeded|Failed)"/.test(after(write, 'status.phase') ?? '');
}

function isReadyNow(write: Write): boolean {
  return after(write, 'status.conditions[Ready].status') === '"True"';
}

function number(value: string | undefined): number {
  return value === undefined ? 0 : Number(value);
}

function changed(writes: readonly Write[], path: string) {
  return writes.flatMap((write) => {
    const change = write.changes.find((each) => each.path === path);
    return change && write.subresource === 'status'
      ? [{ write, before: number(change.before), after: number(change.after) }]
      : [];
  });
}

/** That `count` of `earlier` came before `later`. */
function enough(
  see: See,
  what: string,
  earlier: readonly Write[],
  count: number,
  later: Write,
): void {
  const last = earlier[count - 1];
  see(what, last ?? { ...later, index: Number.POSITIVE_INFINITY }, later);
}

const RULES = {
  'a ReplicaSet is created before its Pods': (writes, see) => {
    for (const pod of of(writes, 'pods').filter(isCreate)) {
      see(pod.name, named(of(writes, 'replicasets'), setOf(pod.name)).find(isCreate), pod);
    }
  },
  'a Pod is created before it is bound': (writes, see) => {
    const pods = of(writes, 'pods');
    for (const bound of pods.filter(({ subresource }) => subresource === 'binding')) {
      see(bound.name, named(pods, bound.name).find(isCreate), bound);
    }
  },
  'it is bound before the kubelet writes its first status': (writes, see) => {
    const pods = of(writes, 'pods');
    for (const bound of pods.filter(({ subresource }) => subresource === 'binding')) {
      const first = named(pods, bound.name).find(({ component }) => component === 'kubelet');
      see(bound.name, bound, first);
    }
  },
  'it is Running before its endpoint appears': (writes, see) => {
    const pods = of(writes, 'pods');
    for (const slice of of(writes, 'endpointslices')) {
      for (const { path, before, after: address } of slice.changes) {
        const [, pod = ''] = /^endpoints\[([^\]]+)\]\.addresses\[0\]$/.exec(path) ?? [];
        if (pod === '' || before !== undefined || address === undefined) continue;
        see(
          pod,
          named(pods, pod).find((write) => after(write, 'status.phase') === '"Running"'),
          slice,
        );
      }
    }
  },
  'it is Ready before its ReplicaSet counts it': (writes, see) => {
    for (const [set, counts] of bySet(writes, 'status.readyReplicas')) {
      const ready = of(writes, 'pods').filter((pod) => isReadyNow(pod) && setOf(pod.name) === set);
      let counted = 0;
      for (const { write, before, after: count } of counts) {
        if (count <= before) continue;
        counted += count - before;
        enough(see, `${set} ${counted}`, ready, counted, write);
      }
    }
  },
  'a ReplicaSet counts before its Deployment does': (writes, see) => {
    for (const path of ['status.readyReplicas', 'status.replicas']) {
      const sets = bySet(writes, path);
      for (const { write, after: count } of changed(of(writes, 'deployments'), path)) {
        const own = [...sets].filter(([set]) => set.startsWith(`${write.name}-`));
        const sums = own
          .flatMap(([, counts]) => counts)
          .map((each) => ({ at: each.write, sum: sumAt(own, each.write.index) }));
        const found = sums.find(({ at, sum }) => sum === count && at.index < write.index);
        see(
          `${write.name} ${path} ${count}`,
          found?.at ?? { ...write, index: writes.length },
          write,
        );
      }
    }
  },
  'each new Pod is Ready before the next old one is deleted': (writes, see) => {
    const pods = of(writes, 'pods');
    const made = new Set(pods.filter(isCreate).map(({ name }) => name));
    const ready = pods.filter((pod) => isReadyNow(pod) && made.has(pod.name));
    for (const [index, gone] of deleted(pods).entries()) {
      enough(see, gone.name, ready, index + 1, gone);
    }
  },
  'all old Pods have ended before the new ReplicaSet': (writes, see) => {
    const set = of(writes, 'replicasets').find(isCreate);
    const pods = of(writes, 'pods');
    for (const gone of deleted(pods)) see(gone.name, named(pods, gone.name).find(isEnd), set);
  },
  'the replacement is created before the old Pod has ended': (writes, see) => {
    const pods = of(writes, 'pods');
    see('replacement', pods.find(isCreate), pods.find(isEnd));
  },
  'what is owned goes before its owner': (writes, see) => {
    const gone = writes.filter(({ outcome }) => outcome === 'removed');
    const [set] = of(gone, 'replicasets');
    for (const pod of of(gone, 'pods')) see(pod.name, pod, set);
    see('ReplicaSet', set, of(gone, 'deployments')[0]);
  },
} satisfies Record<string, Rule>;

export type RuleName = keyof typeof RULES;

/** Deleted by a controller, as the deletion is stored, not as the object goes. */
function deleted(pods: readonly Write[]): readonly Write[] {
  const first = new Map<string, Write>();
  for (const pod of pods) {
    const isAsked = pod.verb === 'delete' && pod.component !== 'kubelet';
    if (isAsked && !first.has(pod.name)) first.set(pod.name, pod);
  }
  return [...first.values()];
}

type Counted = ReturnType<typeof changed>;

function bySet(writes: readonly Write[], path: string): ReadonlyMap<string, Counted> {
  const sets = of(writes, 'replicasets');
  const names = new Set(sets.map(({ name }) => name));
  return new Map([...names].map((name) => [name, changed(named(sets, name), path)]));
}

/** What all sets said when this was written; before its first change a set says what that change started from. */
function sumAt(sets: readonly (readonly [string, Counted])[], index: number): number {
  return sets.reduce((sum, [, counts]) => {
    const last = counts.findLast(({ write }) => write.index <= index);
    return sum + (last?.after ?? counts[0]?.before ?? 0);
  }, 0);
}
