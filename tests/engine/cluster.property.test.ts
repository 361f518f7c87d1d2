/** What holds for every play of the small cluster. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { driving, type Stored } from '../../src/engine/cluster/index.ts';
import { runToEnd } from '../../src/engine/run-to-end.ts';
import { isReady, objectsAt, type Play, play, web } from './cluster-play.ts';

const WORDS = [
  'apiVersion: v1',
  'kind: Deployment',
  'kind: Pod',
  'metadata:',
  '  name: web',
  'spec:',
  '  replicas: 3',
  '  containers: []',
  '---',
  '{',
  '- ',
  '&a *a',
  '\t',
];

const anyText = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc
    .array(fc.oneof(fc.constantFrom(...WORDS), fc.string()), { maxLength: 12 })
    .map((words) => words.join('\n')),
);

type Path = readonly (string | number)[];

/** Places in a manifest at which something else is put. */
const PLACES: readonly Path[] = [
  ['metadata'],
  ['metadata', 'name'],
  ['metadata', 'namespace'],
  ['metadata', 'labels'],
  ['metadata', 'annotations'],
  ['spec'],
  ['spec', 'replicas'],
  ['spec', 'selector'],
  ['spec', 'selector', 'matchLabels'],
  ['spec', 'selector', 'matchExpressions'],
  ['spec', 'strategy'],
  ['spec', 'strategy', 'rollingUpdate'],
  ['spec', 'strategy', 'rollingUpdate', 'maxSurge'],
  ['spec', 'minReadySeconds'],
  ['spec', 'template'],
  ['spec', 'template', 'metadata', 'labels'],
  ['spec', 'template', 'spec'],
  ['spec', 'template', 'spec', 'tolerations'],
  ['spec', 'template', 'spec', 'schedulingGates'],
  ['spec', 'template', 'spec', 'initContainers'],
  ['spec', 'template', 'spec', 'serviceAccountName'],
  ['spec', 'template', 'spec', 'nodeName'],
  ['spec', 'template', 'spec', 'restartPolicy'],
  ['spec', 'template', 'spec', 'terminationGracePeriodSeconds'],
  ['spec', 'template', 'spec', 'containers'],
  ['spec', 'template', 'spec', 'containers', 0],
  ['spec', 'template', 'spec', 'containers', 0, 'name'],
  ['spec', 'template', 'spec', 'containers', 0, 'image'],
  ['spec', 'template', 'spec', 'containers', 0, 'ports'],
  ['spec', 'template', 'spec', 'containers', 0, 'readinessProbe'],
  ['spec', 'template', 'spec', 'containers', 0, 'lifecycle'],
  ['spec', 'template', 'spec', 'containers', 0, 'restartPolicy'],
];

const SERVICE_PLACES: readonly Path[] = [
  ['metadata'],
  ['spec'],
  ['spec', 'selector'],
  ['spec', 'type'],
  ['spec', 'clusterIP'],
  ['spec', 'ports'],
  ['spec', 'ports', 0],
  ['spec', 'ports', 0, 'targetPort'],
  ['spec', 'ports', 0, 'port'],
];

const oddValue = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom<unknown>(
    '25%',
    -1,
    1e9,
    [null],
    [[]],
    [{}],
    { app: 'web' },
    { toString: '1', __proto__: null },
    [{ key: 'app', operator: 'In' }],
    [{ key: 'app', operator: 'In', values: 3 }],
    [{ name: 'web', image: 'a', ports: [null] }],
  ),
);

function put(value: unknown, path: Path, odd: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return odd;
  if (Array.isArray(value)) {
    return value.map((each, index) => (index === key ? put(each, rest, odd) : each));
  }
  const before = typeof value === 'object' && value !== null ? value : {};
  return { ...before, [key]: put((before as Record<string, unknown>)[key], rest, odd) };
}

const DEPLOYMENT = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web' },
  spec: {
    replicas: 2,
    selector: { matchLabels: { app: 'web' } },
    template: {
      metadata: { labels: { app: 'web' } },
      spec: { containers: [{ name: 'web', image: 'agent:1.0' }] },
    },
  },
};

const SERVICE = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'web' },
  spec: { selector: { app: 'web' }, ports: [{ port: 80 }] },
};

function oddly(object: object, places: readonly Path[]) {
  return fc
    .array(fc.tuple(fc.constantFrom(...places), oddValue), { maxLength: 3 })
    .map((changes) => changes.reduce<unknown>((now, [path, odd]) => put(now, path, odd), object));
}

const oddManifest = fc
  .tuple(oddly(DEPLOYMENT, PLACES), oddly(SERVICE, SERVICE_PLACES), fc.boolean())
  .map(([deployment, service, isBare]) => {
    const { template } = (deployment as { spec?: { template?: object } }).spec ?? {};
    const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'bare' }, ...template };
    const objects = [
      deployment,
      service,
      ...(isBare ? [{ ...pod, metadata: { name: 'bare' } }] : []),
    ];
    return objects.map((object) => JSON.stringify(object)).join('\n---\n');
  });

const PARTS = ['apiserver', 'etcd', 'controller-manager', 'scheduler', 'kubelet'] as const;

const LINES = [
  'kubectl apply -f -',
  'kubectl scale deployment/web --replicas=3',
  'kubectl set image deployment/web web=agent:1.1',
  'kubectl set image deployment/web *=agent:9.9',
  'kubectl set selector service web app=green',
  'kubectl rollout undo deployment/web',
  'kubectl rollout restart deployment/web',
  'kubectl rollout pause deployment/web',
  'kubectl rollout resume deployment/web',
  'kubectl delete pod oldest',
  'kubectl delete pod newest --force --grace-period=0',
  'kubectl delete pods -l app=web',
  'kubectl delete deployment web',
  'kubectl delete deployment web --cascade=orphan',
  'kubectl delete deployment web --cascade=foreground',
  'kubectl delete service web',
  'kubectl label pod oldest app=x',
  'kubectl label deployment web app=x',
  `kubectl patch deployment web -p '{"spec":{"replicas":null}}'`,
  `kubectl patch deployment web -p '{"spec":{"replicas":"x"}}'`,
  `kubectl patch deployment web -p '{"spec":{"template":{"spec":null}}}'`,
  `kubectl patch deployment web -p '{"spec":{"selector":null,"strategy":null}}'`,
  `kubectl patch deployment web -p '{"metadata":null,"spec":3}'`,
  `kubectl patch service web -p '{"spec":{"selector":null,"ports":3}}'`,
  `kubectl patch rs web -p '{"metadata":{"name":"other","resourceVersion":"x"}}'`,
  ...PARTS.flatMap((part) => [`stop ${part}`, `start ${part}`]),
];

const anyScript = fc.oneof(
  anyText,
  fc
    .array(
      fc.oneof(
        {
          weight: 8,
          arbitrary: fc
            .tuple(fc.nat(40), fc.constantFrom(...LINES))
            .map(([at, text]) => `${at}s ${text}`),
        },
        { weight: 1, arbitrary: fc.string() },
        {
          weight: 1,
          arbitrary: fc.constantFrom('missing agent:9.9', 'crash-after 3s', 'seed 5', 'until 90s'),
        },
      ),
      { maxLength: 10 },
    )
    .map((lines) => ['0s kubectl apply -f -', ...lines].join('\n')),
);

describe('any texts', () => {
  test('give a story, the same each time, and never an exception', () => {
    fc.assert(
      fc.property(fc.oneof(anyText, oddManifest), anyScript, (manifest, script) => {
        const drive = runToEnd(driving(manifest, script));
        expect(Array.isArray(drive.story.steps)).toBe(true);
        expect(runToEnd(driving(manifest, script))).toEqual(drive);
      }),
      { numRuns: 100 },
    );
  });
});

/** A rolling update's bounds as the manifest has them. */
const rolling = fc
  .record({
    replicas: fc.nat(6),
    maxSurge: fc.oneof(
      fc.nat(3),
      fc.nat(100).map((percent) => `${percent}%`),
    ),
    maxUnavailable: fc.oneof(
      fc.nat(3),
      fc.nat(100).map((percent) => `${percent}%`),
    ),
    seed: fc.nat(1000),
  })
  .filter(
    ({ maxSurge, maxUnavailable }) =>
      Number.parseInt(String(maxSurge), 10) + Number.parseInt(String(maxUnavailable), 10) > 0,
  );

type Rolling = typeof rolling extends fc.Arbitrary<infer Value> ? Value : never;

function manifestOf({ replicas, maxSurge, maxUnavailable }: Rolling): string {
  return web(
    replicas,
    `strategy: {rollingUpdate: {maxSurge: ${maxSurge}, maxUnavailable: ${maxUnavailable}}}`,
  );
}

function bounds({ replicas, maxSurge, maxUnavailable }: Rolling) {
  const of = (amount: number | string, round: (value: number) => number): number =>
    typeof amount === 'number' ? amount : round((Number.parseInt(amount, 10) * replicas) / 100);
  const surge = of(maxSurge, Math.ceil);
  const missing = of(maxUnavailable, Math.floor);
  return { surge, missing: surge === 0 && missing === 0 ? 1 : missing };
}

/** The last of them says all that counts. */
const asking = fc.oneof(
  fc.nat(6).map((replicas) => `kubectl scale deployment/web --replicas=${replicas}`),
  fc
    .constantFrom('1.1', '1.2', '1.3')
    .map((tag) => `kubectl set image deployment/web web=agent:${tag}`),
);

const change = fc.oneof(
  asking,
  fc.constantFrom(
    'kubectl rollout restart deployment/web',
    'kubectl rollout undo deployment/web',
    'kubectl delete pod oldest',
    'kubectl delete pod newest',
    'kubectl delete pods -l app=web',
    'kubectl label pod oldest app-',
  ),
);

const changes = fc
  .array(fc.tuple(fc.integer({ min: 50, max: 400 }), change), { maxLength: 6 })
  .map((list) => list.map(([at, text]) => `${at / 10}s ${text}`));

/** What counts of the objects at the end: no names, no times. */
function counts(done: Play): unknown {
  const objects = objectsAt(done);
  const owned = objects('Pod').filter(({ metadata }) => metadata.ownerReferences !== undefined);
  return {
    deployments: objects('Deployment').map(({ spec, status }) => ({
      wanted: spec.replicas,
      image: JSON.stringify(spec.template.spec['containers']),
      ...{ ...status, conditions: undefined, observedGeneration: undefined },
    })),
    // Of templates that nobody saw there is no set.
    sets: objects('ReplicaSet')
      .filter(({ spec }) => spec.replicas > 0)
      .map(({ spec, status }) => [spec.replicas, status.replicas]),
    pods: owned.map((pod) => [isReady(pod), pod.metadata.deletionTimestamp !== undefined]),
    endpoints: objects('EndpointSlice').map(({ endpoints }) =>
      endpoints.map(({ conditions }) => conditions),
    ),
    taints: objects('Node').flatMap(({ spec }) => spec.taints ?? []),
  };
}

function expectSettled(done: Play): void {
  const objects = objectsAt(done);
  const [d] = objects('Deployment');
  const owned = objects('Pod').filter(({ metadata }) => metadata.ownerReferences !== undefined);
  expect(d?.status.availableReplicas ?? 0).toBe(d?.spec.replicas);
  expect(owned.filter(isReady)).toHaveLength(d?.spec.replicas ?? 0);
  expect(owned).toHaveLength(d?.spec.replicas ?? 0);
  expect(d?.status.terminatingReplicas ?? 0).toBe(0);
  const ready = objects('EndpointSlice').flatMap(({ endpoints }) => endpoints);
  expect(ready.filter(({ conditions }) => conditions.ready)).toHaveLength(ready.length);
  expect(ready).toHaveLength(d?.spec.replicas ?? 0);
}

describe('what is asked for is there at the end', () => {
  test('without outages and with images that can be pulled', () => {
    fc.assert(
      fc.property(rolling, changes, ({ seed, ...bound }, lines) => {
        const done = play(manifestOf({ ...bound, seed }), [
          `seed ${seed}`,
          '0s kubectl apply -f web.yaml',
          ...lines,
          'until 6m',
        ]);
        expectSettled(done);
      }),
      { numRuns: 30 },
    );
  });

  /** The same with and without outages between 1 s and 70 s. */
  function expectSame(
    bound: Rolling,
    outages: readonly (readonly string[])[],
    lines: readonly string[],
  ): void {
    const asked = (more: readonly string[]): Play =>
      play(manifestOf(bound), [
        `seed ${bound.seed}`,
        '0s kubectl apply -f web.yaml',
        ...more,
        ...lines,
        ...PARTS.map((part) => `90s start ${part}`),
        'until 10m',
      ]);
    const done = asked(outages.flat());
    expectSettled(done);
    expect(counts(done)).toEqual(counts(asked([])));
  }

  const outagesOf = (parts: readonly string[]) =>
    fc.array(
      fc
        .tuple(
          fc.constantFrom(...parts),
          fc.integer({ min: 10, max: 400 }),
          fc.integer({ min: 1, max: 300 }),
        )
        .map(([part, from, length]) => [
          `${from / 10}s stop ${part}`,
          `${(from + length) / 10}s start ${part}`,
        ]),
      { minLength: 1, maxLength: 3 },
    );

  test('also where components were stopped and started before', () => {
    // What is typed in an outage may be refused, and which Pod is the oldest depends on it.
    const later = changes.map((lines) =>
      lines.map((line) => line.replace(/^[\d.]+/, (time) => String(100 + Number(time)))),
    );
    fc.assert(fc.property(rolling, outagesOf(PARTS), later, expectSame), { numRuns: 25 });
  });

  test('also where it was asked for while nobody was there to see it', () => {
    const meanwhile = fc
      .array(fc.tuple(fc.integer({ min: 10, max: 700 }), asking), { maxLength: 5 })
      .map((list) => list.map(([at, text]) => `${at / 10}s ${text}`));
    const outages = outagesOf(['controller-manager', 'scheduler', 'kubelet']);
    fc.assert(fc.property(rolling, outages, meanwhile, expectSame), { numRuns: 25 });
  });
});

/** Longer than a request waits, than the node controller does, and than Pods tolerate a node that is lost. */
const longOutages = fc.array(
  fc.oneof(
    fc.record({
      part: fc.constantFrom('etcd', 'apiserver', 'controller-manager', 'scheduler'),
      from: fc.integer({ min: 10, max: 600 }),
      lasts: fc.integer({ min: 300, max: 1200 }),
    }),
    fc.record({
      part: fc.constant('kubelet'),
      from: fc.integer({ min: 10, max: 600 }),
      lasts: fc.integer({ min: 300, max: 4500 }),
    }),
  ),
  { minLength: 1, maxLength: 3 },
);

test('every play settles, however long something was off', () => {
  fc.assert(
    fc.property(
      rolling,
      longOutages,
      changes,
      fc.boolean(),
      ({ seed, ...bound }, outages, lines, isMissing) => {
        const done = play(manifestOf({ ...bound, seed }), [
          `seed ${seed}`,
          ...(isMissing ? ['missing agent:1.1'] : []),
          '0s kubectl apply -f web.yaml',
          ...outages.flatMap(({ part, from, lasts }) => [
            `${from / 10}s stop ${part}`,
            `${(from + lasts) / 10}s start ${part}`,
          ]),
          ...lines,
          ...PARTS.map((part) => `520s start ${part}`),
          '521s kubectl set image deployment/web web=agent:2.0',
          'until 12m',
        ]);
        expectSettled(done);
        const objects = objectsAt(done);
        expect(objects('Pod').filter(isDying)).toEqual([]);
        expect(objects('Node').flatMap(({ spec }) => spec.taints ?? [])).toEqual([]);
      },
    ),
    { numRuns: 25 },
  );
});

function isDying({ metadata }: Stored): boolean {
  return metadata.deletionTimestamp !== undefined;
}

describe('a rolling update', () => {
  test('keeps replicas − maxUnavailable available and makes no more than replicas + maxSurge', () => {
    fc.assert(
      fc.property(
        rolling,
        fc.array(fc.integer({ min: 200, max: 400 }), { minLength: 1, maxLength: 3 }),
        (bound, times) => {
          const done = play(manifestOf(bound), [
            `seed ${bound.seed}`,
            '0s kubectl apply -f web.yaml',
            ...times.map(
              (at, index) => `${at / 10}s kubectl set image deployment/web web=agent:2.${index}`,
            ),
            'until 4m',
          ]);
          const { surge, missing } = bounds(bound);
          const pods = new Map<string, Extract<Stored, { kind: 'Pod' }>>();
          let isUp = bound.replicas === 0;
          for (const { type, object } of done.history) {
            if (object.kind !== 'Pod') continue;
            if (type === 'DELETED') pods.delete(object.metadata.name);
            else pods.set(object.metadata.name, object);
            const alive = [...pods.values()].filter(
              ({ metadata, status }) =>
                metadata.deletionTimestamp === undefined &&
                !['Succeeded', 'Failed'].includes(status.phase),
            );
            const available = alive.filter(isReady).length;
            isUp ||= available === bound.replicas;
            expect(alive.length).toBeLessThanOrEqual(bound.replicas + surge);
            if (isUp) expect(available).toBeGreaterThanOrEqual(bound.replicas - missing);
          }
          expect(isUp).toBe(true);
          expectSettled(done);
        },
      ),
      { numRuns: 30 },
    );
  });
});

describe('a long play', () => {
  test('of 30 Pods that crash for 10 minutes stays under the most writes, or says so', () => {
    for (const after of ['1s', '5s', '30s']) {
      const done = play(web(30), [
        `crash-after ${after}`,
        '0s kubectl apply -f web.yaml',
        'until 10m',
      ]);
      const isCut = done.scriptProblems.some(({ code }) => code === 'drive-too-much');
      const last = done.story.steps.at(-1)?.at ?? 0;
      // Not cut short in silence: what crashes goes on until the end.
      expect(isCut || last > 4 * 60_000).toBe(true);
    }
  });
});
