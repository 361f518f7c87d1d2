/** The arithmetic of Deployments and of victims against upstream's own tables. */
import { describe, expect, it, test } from 'vitest';
import {
  fenceposts,
  maxSurge,
  maxUnavailable,
  newReplicas,
  withReplicaAnnotations,
} from '../../src/engine/cluster/deployment-size.ts';
import {
  complete,
  progressCheck,
  progressed,
  timedOut,
} from '../../src/engine/cluster/deployment-status.ts';
import {
  grown,
  mayGo,
  rescaled,
  type Sized,
  withoutSurplus,
  withoutUnhealthy,
} from '../../src/engine/cluster/deployment-steps.ts';
import type { Amount, Deployment, Pod, ReplicaSet } from '../../src/engine/cluster/index.ts';
import { comparePods } from '../../src/engine/cluster/victims.ts';
import { timeOf } from '../../src/engine/cluster/world.ts';
import { loadFixture } from '../fixtures.ts';

interface SetCase {
  readonly name: string;
  readonly replicas: number;
  readonly expected: number;
  readonly created: string;
}

type Counts = readonly [number, number, number, number];

interface Cases {
  readonly fenceposts: readonly {
    readonly maxSurge: string | null;
    readonly maxUnavailable: string | null;
    readonly desired: number;
    readonly surge: number;
    readonly unavailable: number;
  }[];
  readonly newReplicas: readonly {
    readonly name: string;
    readonly type: string;
    readonly replicas: number;
    readonly now: number;
    readonly maxSurge: number;
    readonly expected: number;
  }[];
  readonly maxUnavailable: readonly {
    readonly name: string;
    readonly type: string;
    readonly replicas: number;
    readonly maxUnavailable: Amount;
    readonly expected: number;
  }[];
  readonly scale: readonly {
    readonly name: string;
    readonly replicas: number;
    readonly before: number;
    readonly maxSurge: number;
    readonly maxSurgeBefore: number;
    readonly maxUnavailable: number;
    readonly new: SetCase | null;
    readonly old: readonly SetCase[];
    readonly desired?: Readonly<Record<string, number>>;
  }[];
  readonly newSet: readonly {
    readonly replicas: number;
    readonly maxSurge: number;
    readonly old: number;
    readonly new: number;
    readonly expected: number;
  }[];
  readonly oldSets: readonly {
    readonly replicas: number;
    readonly maxUnavailable: number;
    readonly old: number;
    readonly new: number;
    readonly readyOld: number;
    readonly readyNew: number;
    readonly expected: number;
  }[];
  readonly unhealthy: readonly {
    readonly old: number;
    readonly ready: number;
    readonly most: number;
    readonly expected: number;
  }[];
  readonly surplus: readonly {
    readonly replicas: number;
    readonly maxUnavailable: number;
    readonly ready: number;
    readonly old: number;
    readonly expected: number;
  }[];
  readonly complete: readonly {
    readonly name: string;
    readonly desired: number;
    readonly current: number;
    readonly updated: number;
    readonly available: number;
    readonly maxUnavailable: number;
    readonly maxSurge: number;
    readonly expected: boolean;
  }[];
  readonly progressing: readonly {
    readonly name: string;
    readonly before: Counts;
    readonly after: Counts;
    readonly expected: boolean;
  }[];
  readonly timedOut: readonly {
    readonly name: string;
    readonly deadline: number;
    readonly reason: string;
    readonly updated: string;
    readonly now: string;
    readonly expected: boolean;
  }[];
  readonly requeue: readonly {
    readonly name: string;
    readonly deadline: number;
    readonly desired: number;
    readonly status: readonly [number, number, number];
    readonly condition: {
      readonly status: string;
      readonly reason?: string;
      readonly lastUpdateTime?: string;
    } | null;
    readonly now: string;
    /** Seconds until the deadline; 0: at once; null: not at all. */
    readonly expected: number | null;
  }[];
}

const cases = loadFixture<Cases>('cases/deployment-cases.json');

interface Wanted {
  readonly type?: string;
  readonly maxSurge?: Amount | null;
  readonly maxUnavailable?: Amount | null;
  readonly deadline?: number;
  readonly status?: Deployment['status'];
}

function meta(name: string, created = '2016-01-01T00:00:00Z'): Deployment['metadata'] {
  return {
    name,
    namespace: 'default',
    uid: name,
    resourceVersion: '1',
    creationTimestamp: created,
  };
}

function deployment(replicas: number, wanted: Wanted = {}): Deployment {
  const { type = 'RollingUpdate', deadline = 600, status = {} } = wanted;
  return {
    kind: 'Deployment',
    metadata: meta('foo'),
    spec: {
      replicas,
      selector: { matchLabels: { foo: 'bar' } },
      template: { spec: {} },
      progressDeadlineSeconds: deadline,
      revisionHistoryLimit: 10,
      strategy: {
        type,
        rollingUpdate: {
          maxSurge: wanted.maxSurge ?? 0,
          maxUnavailable: wanted.maxUnavailable ?? 0,
        },
      },
    },
    status,
  };
}

function replicaSet(name: string, replicas: number, available = 0, created?: string): ReplicaSet {
  return {
    kind: 'ReplicaSet',
    metadata: meta(name, created),
    spec: { replicas, selector: {}, template: { spec: {} } },
    status: { replicas, availableReplicas: available },
  };
}

function counts([replicas, updatedReplicas, readyReplicas, availableReplicas]: Counts) {
  return { replicas, updatedReplicas, readyReplicas, availableReplicas };
}

function sizesAfter(sets: readonly ReplicaSet[], sizes: readonly Sized[]): Map<string, number> {
  const written = sizes.map(({ set, size }) => [set.metadata.name, size] as const);
  return new Map([
    ...sets.map((set) => [set.metadata.name, set.spec.replicas] as const),
    ...written,
  ]);
}

describe('how many may be added and missing', () => {
  it.each(cases.fenceposts)('$maxSurge, $maxUnavailable of $desired', (wanted) => {
    const { surge, unavailable } = wanted;
    expect(fenceposts(deployment(wanted.desired, wanted))).toEqual({ surge, unavailable });
  });

  it.each(cases.maxUnavailable)('$name', ({ replicas, expected, ...wanted }) => {
    expect(maxUnavailable(deployment(replicas, { ...wanted, maxSurge: 1 }))).toBe(expected);
  });

  it.each(cases.newReplicas)('$name', ({ replicas, now, expected, ...wanted }) => {
    const d = deployment(replicas, { ...wanted, maxUnavailable: 1 });
    expect(newReplicas(d, [replicaSet('five', 5)], now)).toBe(expected);
  });
});

describe('the steps of a rolling update', () => {
  it.each(cases.newSet)('the new set: $old old, $new new → $expected', (row) => {
    const found = replicaSet('new', row.new);
    const d = deployment(row.replicas, { maxSurge: row.maxSurge });
    expect(grown(d, [found, replicaSet('old', row.old)], found)).toBe(row.expected);
  });

  it.each(cases.oldSets)('the old set: $old old ($readyOld ready), $new new → $expected', (row) => {
    const found = replicaSet('new', row.new, row.readyNew);
    const d = deployment(row.replicas, { maxUnavailable: row.maxUnavailable });
    let old = replicaSet('old', row.old, row.readyOld);
    const most = mayGo(d, [old], found);
    if (most > 0) {
      const [broken] = withoutUnhealthy([old], most).sizes;
      if (broken) old = { ...old, spec: { ...old.spec, replicas: broken.size } };
      const [healthy] = withoutSurplus(d, [old, found], [old]);
      if (healthy) old = { ...old, spec: { ...old.spec, replicas: healthy.size } };
    }
    expect(old.spec.replicas).toBe(row.expected);
  });

  it.each(cases.unhealthy)('$ready of $old ready, at most $most go: $expected go', (row) => {
    const { sizes } = withoutUnhealthy([replicaSet('old', row.old, row.ready)], row.most);
    expect(row.old - (sizes[0]?.size ?? row.old)).toBe(row.expected);
  });

  test('a set whose status is behind stops the step, as upstream’s error does', () => {
    const stale = replicaSet('stale', 1, 2);
    const broken = replicaSet('broken', 2, 0, '2016-01-02T00:00:00Z');
    expect(withoutUnhealthy([stale, broken], 2)).toEqual({ sizes: [], isStale: true });
    expect(withoutUnhealthy([broken], 2)).toEqual({
      sizes: [{ set: broken, size: 0 }],
      isStale: false,
    });
  });

  it.each(cases.surplus)(
    '$ready of $old ready, $maxUnavailable may be missing → $expected',
    (row) => {
      const old = replicaSet('old', row.old, row.ready);
      const d = deployment(row.replicas, { maxUnavailable: row.maxUnavailable });
      const [sized] = withoutSurplus(d, [old], [old]);
      expect(sized?.size ?? row.old).toBe(row.expected);
    },
  );
});

describe('another number of replicas in the middle of a rollout', () => {
  it.each(cases.scale)('$name', (row) => {
    const before = deployment(row.before, { maxSurge: row.maxSurgeBefore });
    const set = ({ name, replicas, created }: SetCase): ReplicaSet => {
      const desired = row.desired?.[name] ?? row.before;
      const then = { ...before, spec: { ...before.spec, replicas: desired } };
      return withReplicaAnnotations(then, replicaSet(name, replicas, 0, created));
    };
    const found = row.new === null ? undefined : set(row.new);
    const old = row.old.map(set);
    const { sizes } = rescaled(deployment(row.replicas, row), old, found);
    const all = [...old, ...(found ? [found] : [])];
    const wanted = [...row.old, ...(row.new ? [row.new] : [])];
    expect(sizesAfter(all, sizes)).toEqual(
      new Map(wanted.map(({ name, expected }) => [name, expected])),
    );
  });

  test('a saturated new set takes over from sets that were adopted, also at zero and with Recreate', () => {
    const d = deployment(0, { type: 'Recreate' });
    const found = withReplicaAnnotations(d, replicaSet('new', 0));
    const old = [replicaSet('a', 1), replicaSet('b', 1)];
    expect(rescaled(d, old, found).sizes).toEqual(old.map((set) => ({ set, size: 0 })));
  });
});

describe('progress', () => {
  it.each(cases.complete)('$name', (row) => {
    const { desired, current, updated, available, maxUnavailable: missing, maxSurge: surge } = row;
    const status = counts([current, updated, available, available]);
    const d = deployment(desired, { maxUnavailable: missing, maxSurge: surge, status });
    expect(complete(d, status)).toBe(row.expected);
  });

  it.each(cases.progressing)('$name', ({ before, after, expected }) => {
    expect(progressed(deployment(10, { status: counts(before) }), counts(after))).toBe(expected);
  });

  it.each(cases.timedOut)('$name', ({ deadline, reason, updated, now, expected }) => {
    const condition = { type: 'Progressing', status: 'True', reason, lastUpdateTime: updated };
    const status = { conditions: [condition] };
    expect(timedOut(deployment(1, { deadline, status }), status, timeOf(now))).toBe(expected);
  });

  it.each(cases.requeue)('$name', ({ deadline, desired, status, condition, now, expected }) => {
    const [replicas, updatedReplicas, availableReplicas] = status;
    const conditions = condition ? [{ type: 'Progressing', ...condition }] : [];
    const d = deployment(desired, { deadline, status: { conditions } });
    const time = timeOf(now.replace(/\.\d+Z$/, 'Z')) + Number(/\.(\d+)Z$/.exec(now)?.[1] ?? 0);
    const wait = progressCheck(d, { replicas, updatedReplicas, availableReplicas }, time);
    // One second more than the deadline, upstream's guard against waking too early.
    const wanted = expected === null ? undefined : expected === 0 ? 5 : (expected + 1) * 1000;
    expect(wait).toBe(wanted);
  });

  test('surge counts in percent of the new size', () => {
    expect(
      [1, 4, 5].map((replicas) => maxSurge(deployment(replicas, { maxSurge: '25%' }))),
    ).toEqual([1, 1, 2]);
  });
});

interface VictimCase {
  readonly name: string;
  readonly node: string;
  readonly phase: string;
  readonly ready: boolean;
  readonly restarts: number;
  readonly sidecarRestarts: number;
  readonly readySince?: string;
  readonly created?: string;
  readonly cost?: string;
}

const victims = loadFixture<{
  readonly now: string;
  readonly pods: Readonly<Record<string, VictimCase>>;
  readonly equal: readonly (readonly [string, string])[];
  readonly less: readonly (readonly [string, number, string, number])[];
}>('cases/victim-cases.json');

function podOf(key: string, uid = ''): Pod {
  const row = victims.pods[key];
  if (row === undefined) throw new TypeError(`no Pod ${key}`);
  const { node, phase, ready, restarts, sidecarRestarts, readySince, created, cost } = row;
  const annotations = { 'controller.kubernetes.io/pod-deletion-cost': cost ?? '' };
  return {
    kind: 'Pod',
    metadata: {
      ...meta(row.name),
      uid,
      creationTimestamp: created as string,
      ...(cost !== undefined && { annotations }),
    },
    spec: { nodeName: node, initContainers: [{ name: 'sidecar', restartPolicy: 'Always' }] },
    status: {
      phase,
      ...(ready && {
        conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: readySince }],
        containerStatuses: [{ restartCount: restarts }],
        initContainerStatuses: [{ name: 'sidecar', restartCount: sidecarRestarts }],
      }),
    },
  };
}

describe('which Pod goes first', () => {
  const order = (one: string, rankOne: number, other: string, rankOther: number): number => {
    // Against the wanted order: a uid decides only between times of one magnitude.
    const isRight = victims.less.some(([lesser, , greater]) => lesser === one && greater === other);
    const first = podOf(one, isRight ? 'z' : 'a');
    const second = podOf(other, isRight ? 'a' : 'z');
    const rank = (pod: Pod): number => (pod === first ? rankOne : rankOther);
    return comparePods({ now: timeOf(victims.now), rank }, first, second);
  };

  it.each(victims.less)('%s (rank %i) before %s (rank %i)', (one, rankOne, other, rankOther) => {
    expect(order(one, rankOne, other, rankOther)).toBeLessThan(0);
    expect(order(other, rankOther, one, rankOne)).toBeGreaterThan(0);
  });

  it.each(victims.equal)('neither %s nor %s by age or state', (one, other) => {
    const byUid = (uid: string, against: string): number => {
      const ranking = { now: timeOf(victims.now), rank: () => 1 };
      return comparePods(ranking, podOf(one, uid), podOf(other, against));
    };
    // What is left is the uid, or nothing at all.
    expect(byUid('a', 'b')).toBe(one === other ? 0 : -1);
    expect(byUid('b', 'a')).toBe(one === other ? 0 : 1);
  });

  it.each([
    ['10', '9', 1],
    ['-1', '0', -1],
    ['+10', '0', 0],
    ['008', '0', 0],
    ['1e3', '0', 0],
    ['99999999999', '0', 0],
  ])('a deletion cost of %s against %s', (one, other, sign) => {
    const priced = (cost: string): Pod => {
      const pod = podOf('readyNow');
      const annotations = { 'controller.kubernetes.io/pod-deletion-cost': cost };
      return { ...pod, metadata: { ...pod.metadata, annotations } };
    };
    const order = comparePods({ now: 0, rank: () => 1 }, priced(one), priced(other));
    expect(Math.sign(order)).toBe(sign);
  });
});
