/** The replay of the control plane against recordings of a real one, audit events and Events. */
import { describe, expect, test } from 'vitest';
import { type Step, type Story, tellStory } from '../../src/engine/control-plane/index.ts';
import { loadFixture } from '../fixtures.ts';

interface Recording {
  readonly name: string;
  readonly text: string;
}

const recordings = loadFixture<readonly Recording[]>('recordings/control-plane.json.gz');
const stories = new Map(recordings.map(({ name, text }) => [name, tellStory(text)]));

interface Line {
  readonly verb?: string;
  readonly resource?: string;
  readonly type?: string;
  readonly cmd?: string;
  readonly did?: string;
}

const WRITES = ['create', 'update', 'patch', 'delete', 'deletecollection'];

test('there are 24 recordings', () => {
  expect(recordings).toHaveLength(24);
});

describe.each(recordings)('$name', ({ name, text }) => {
  const story = stories.get(name) as Story;
  const lines = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);

  test('is told whole', () => {
    const count = (kind: Step['kind']) => story.steps.filter((step) => step.kind === kind).length;
    const calls = lines.filter(({ verb, type }) => verb !== undefined && type === undefined);
    const writes = calls.filter(({ verb = '' }) => WRITES.includes(verb));
    const events = writes.filter(({ resource }) => resource === 'events');
    expect(story.problems).toEqual([]);
    expect(story.source).toBe('recording');
    expect(count('action')).toBe(lines.filter(({ cmd, did }) => cmd ?? did).length);
    // Of Events some are deleted with their namespace: those count as events too.
    expect(count('event')).toBe(events.length);
    expect(count('write')).toBe(writes.length - events.length);
    expect(count('read')).toBe(calls.length - writes.length);
  });

  test('runs in the order of the versions', () => {
    const versions = story.steps
      .filter(({ kind, version, outcome }) => kind === 'write' && version && outcome !== 'conflict')
      .map(({ version }) => Number(version));
    expect(versions).toEqual(versions.toSorted((one, other) => one - other));
  });

  test('has a cause for every write, and none from the future', () => {
    for (const step of story.steps.filter(({ kind }) => kind === 'write')) {
      const { cause } = step;
      expect(cause.code, `${step.component} ${step.verb} ${step.resource}`).not.toBe('unknown');
      if (!cause.seen) continue;
      if (step.version) expect(Number(cause.seen.version)).toBeLessThan(Number(step.version));
      const made = cause.step === null ? undefined : story.steps[cause.step];
      if (made) expect(made.at).toBeLessThan(step.at);
      if (made?.version) expect(made.version).toBe(cause.seen.version);
    }
  });

  test('puts nothing on anybody without a place in the drawing', () => {
    const lost = story.steps.filter(({ place, kind }) => place === 'other' && kind !== 'action');
    expect(lost).toEqual([]);
  });
});

function steps(name: string, component: string, what: string): readonly Step[] {
  return (stories.get(name) as Story).steps.filter(
    (step) =>
      step.component === component &&
      `${step.verb} ${step.resource}${step.subresource && `/${step.subresource}`}` === what,
  );
}

const because = ({ cause: { code, seen } }: Step) =>
  seen ? `${code} ${seen.type} ${seen.kind} ${seen.facts.join(' ')}` : code;

describe('the causes that the recordings are known for', () => {
  test.each([
    // notes: each write is seen by the next component as a watch event.
    [
      'a-apply-deployment-service',
      'deployment-controller',
      'create replicasets',
      'owner ADDED Deployment added',
    ],
    [
      'a-apply-deployment-service',
      'replicaset-controller',
      'create pods',
      'owner ADDED ReplicaSet added',
    ],
    ['a-apply-deployment-service', 'scheduler', 'create pods/binding', 'own ADDED Pod added'],
    [
      'a-apply-deployment-service',
      'endpointslice-controller',
      'create endpointslices',
      'service ADDED Service added',
    ],
    // notes: the replacement is made while the old Pod is still terminating.
    ['e-delete-pod', 'replicaset-controller', 'create pods', 'sibling MODIFIED Pod deleting'],
    // notes: the garbage collector deletes owner by owner.
    [
      'f-delete-cascade-background',
      'generic-garbage-collector',
      'delete replicasets',
      'owner DELETED Deployment deleted',
    ],
    [
      'f-delete-cascade-background',
      'generic-garbage-collector',
      'delete pods',
      'owner DELETED ReplicaSet deleted',
    ],
    [
      'f-delete-cascade-foreground',
      'generic-garbage-collector',
      'patch replicasets',
      'owned DELETED Pod deleted',
    ],
    // notes: the taint is a reaction of the node controller.
    ['g-cordon-drain-pdb', 'node-controller', 'patch nodes', 'own MODIFIED Node schedulable spec'],
    [
      'k-namespace',
      'service-account-controller',
      'create serviceaccounts',
      'namespace ADDED Namespace added',
    ],
    [
      'l1-service-selector',
      'endpointslice-controller',
      'update endpointslices',
      'service MODIFIED Service spec',
    ],
    ['h3-cronjob', 'cronjob-controller', 'create jobs', 'time'],
    ['h1-job-3-by-2', 'ttl-after-finished-controller', 'delete jobs', 'time'],
    ['n1-quota', 'apiserver', 'update resourcequotas/status', 'request'],
    ['t2-apiserver-killed', 'node-controller', 'update nodes/status', 'time'],
  ])('%s: %s %s', (name, component, what, expected) => {
    const found = steps(name, component, what);
    expect(found.length).toBeGreaterThan(0);
    expect(because(found[0] as Step).startsWith(expected)).toBe(true);
  });

  test('a StatefulSet waits for the Pod to be gone, not for its deletionTimestamp', () => {
    const created = steps('i-statefulset', 'statefulset-controller', 'create pods');
    expect(created.map(because)).toEqual([
      'owner ADDED StatefulSet added',
      expect.stringMatching(/^sibling MODIFIED Pod .*ready/),
      expect.stringMatching(/^sibling MODIFIED Pod .*ready/),
      'sibling DELETED Pod deleted',
      'sibling DELETED Pod deleted',
      'sibling DELETED Pod deleted',
    ]);
  });

  test('after the uncordon the Pod is bound when the taint is gone, not when the node is schedulable', () => {
    const bindings = steps('g-cordon-drain-pdb', 'scheduler', 'create pods/binding');
    expect(bindings.map(because)).toEqual([expect.stringMatching(/^node MODIFIED Node .*taints/)]);
  });

  test('the kubelet acts on the binding first, then on what it sees', () => {
    const [first, ...others] = steps('a-apply-deployment-service', 'kubelet', 'patch pods/status')
      .filter(({ name }) => name.endsWith('mtxnv'))
      .map(because);
    expect(first).toMatch(/^own MODIFIED Pod bound/);
    expect(new Set(others)).toEqual(new Set(['on-node']));
  });

  test('a stopped scheduler: the event waited for eight seconds', () => {
    for (const step of steps('p-scheduler-down', 'scheduler', 'create pods/binding')) {
      expect(because(step)).toBe('own ADDED Pod added');
      expect(step.at - (step.cause.seen?.at ?? 0)).toBeGreaterThan(7000);
    }
  });

  test('refused tries are tied to each other', () => {
    const tries = steps('n1-quota', 'replicaset-controller', 'create pods').filter(
      ({ outcome }) => outcome === 'refused',
    );
    expect(tries).toHaveLength(18);
    // Before the second one a Pod has got through.
    expect(tries.filter(({ again }) => again !== null)).toHaveLength(16);
  });

  test('the eviction that got through and the one that met the budget', () => {
    const evictions = steps('g-cordon-drain-pdb', 'kubectl', 'create pods/eviction');
    expect(evictions.map(({ code }) => code)).toEqual([201, 429, 429, 429]);
    const replaced = steps('g-cordon-drain-pdb', 'replicaset-controller', 'create pods')[0];
    const story = stories.get('g-cordon-drain-pdb') as Story;
    expect(story.steps[replaced?.cause.step ?? -1]).toBe(evictions[0]);
  });
});

describe('what changed', () => {
  test('an update against the object before it', () => {
    const update = steps('b-scale', 'deployment-controller', 'update replicasets')[0];
    expect(update?.changes).toContainEqual({ path: 'spec.replicas', before: '2', after: '4' });
  });

  test('a patch against what is known of the object', () => {
    const patches = steps('a-apply-deployment-service', 'kubelet', 'patch pods/status');
    const ready = patches.flatMap(({ changes }) =>
      changes.filter(({ path }) => path === 'status.conditions[Ready].status'),
    );
    expect(ready.filter(({ before }) => before === '"False"')).toHaveLength(2);
  });

  test('a finalizer that is taken out of a list', () => {
    const patches = steps('h1-job-3-by-2', 'job-controller', 'patch pods');
    expect(patches.map(({ changes }) => changes)).toContainEqual([
      {
        path: 'metadata.finalizers[0]',
        before: '"batch.kubernetes.io/job-tracking"',
        after: undefined,
      },
    ]);
  });

  test('the binding brings the node', () => {
    const binding = steps('a-apply-deployment-service', 'scheduler', 'create pods/binding')[0];
    expect(binding?.changes).toEqual([
      { path: 'spec.nodeName', before: undefined, after: '"node1"' },
    ]);
  });
});

describe('an audit log', () => {
  const base = (seconds: string, rest: object) => ({
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    level: 'RequestResponse',
    auditID: seconds,
    stage: 'ResponseComplete',
    requestReceivedTimestamp: `2026-11-23T14:00:37.${seconds}000Z`,
    stageTimestamp: `2026-11-23T14:00:37.${seconds}900Z`,
    ...rest,
  });
  const deployment = (version: string, extra: object = {}) => ({
    kind: 'Deployment',
    apiVersion: 'apps/v1',
    metadata: { name: 'web', namespace: 'shop', resourceVersion: version, generation: 1 },
    spec: { replicas: 2 },
    ...extra,
  });
  const ref = (resource: string, name: string, subresource?: string) => ({
    resource,
    name,
    namespace: 'shop',
    apiGroup: 'apps',
    ...(subresource && { subresource }),
  });
  const replicaSet = {
    kind: 'ReplicaSet',
    metadata: {
      name: 'web-1',
      namespace: 'shop',
      resourceVersion: '11',
      ownerReferences: [{ kind: 'Deployment', name: 'web', controller: true }],
    },
  };
  const log = [
    base('300', {
      verb: 'update',
      user: { username: 'system:serviceaccount:kube-system:deployment-controller' },
      userAgent: 'kube-controller-manager/v1.37.2 (linux/amd64) kubernetes/abc',
      objectRef: ref('deployments', 'web', 'status'),
      responseStatus: { code: 200 },
      requestObject: deployment('10'),
      responseObject: deployment('12', { status: { observedGeneration: 1 } }),
    }),
    base('200', {
      verb: 'create',
      user: { username: 'system:kube-controller-manager' },
      userAgent:
        'kube-controller-manager/v1.37.2 (linux/amd64) kubernetes/abc/deployment-controller',
      objectRef: ref('replicasets', ''),
      responseStatus: { code: 201 },
      requestObject: replicaSet,
      responseObject: replicaSet,
    }),
    base('100', {
      verb: 'create',
      user: { username: 'anna', groups: ['system:authenticated'] },
      userAgent: 'kubectl/v1.37.2 (linux/amd64) kubernetes/abc',
      objectRef: ref('deployments', 'web'),
      responseStatus: { code: 201 },
      requestObject: deployment(''),
      responseObject: deployment('10'),
    }),
    { ...base('100', {}), stage: 'RequestReceived', verb: 'create' },
  ];

  test('plays in order, with who, why and what changed', () => {
    const {
      source,
      steps: told,
      problems,
    } = tellStory(log.map((line) => JSON.stringify(line)).join('\n'));
    expect(source).toBe('audit');
    expect(problems).toEqual([]);
    expect(told.map(({ component, verb, resource }) => `${component} ${verb} ${resource}`)).toEqual(
      [
        'kubectl create deployments',
        'deployment-controller create replicasets',
        'deployment-controller update deployments',
      ],
    );
    expect(told.map(because)).toEqual([
      'user',
      'owner ADDED Deployment added',
      'own ADDED Deployment added',
    ]);
    expect(told[2]?.changes).toEqual([
      { path: 'status.observedGeneration', before: undefined, after: '1' },
    ]);
    expect(told.map(({ at }) => Math.round(at))).toEqual([0, 100, 200]);
  });

  test('at level Metadata: order, who and why, but not what', () => {
    const thin = log.map(
      ({ requestObject: _, responseObject: __, ...rest }: Record<string, unknown>) => rest,
    );
    const { steps: told, problems } = tellStory(
      thin.map((line) => JSON.stringify(line)).join('\n'),
    );
    expect(told.map(({ component }) => component)).toEqual([
      'kubectl',
      'deployment-controller',
      'deployment-controller',
    ]);
    expect(problems.map(({ code, params }) => [code, params])).toEqual([
      ['story-no-bodies', { count: 3 }],
    ]);
  });

  test('a line that is cut off costs only itself', () => {
    const text = [
      ...log.slice(0, 3).map((line) => JSON.stringify(line)),
      '{"kind":"Event","api',
    ].join('\n');
    const { steps: told, problems } = tellStory(text);
    expect(told).toHaveLength(3);
    expect(problems).toEqual([
      { code: 'story-not-json', path: '', params: {}, line: 4, column: 1 },
    ]);
  });

  test.each([
    ['system:node:n1', 'kubelet/v1.37.2', 'kubelet', 'kubelet'],
    ['system:kube-scheduler', 'kube-scheduler/v1.37.2', 'scheduler', 'scheduler'],
    ['system:apiserver', 'kube-apiserver/v1.37.2', 'apiserver', 'apiserver'],
    [
      'system:serviceaccount:kube-system:generic-garbage-collector',
      'x',
      'generic-garbage-collector',
      'controller-manager',
    ],
    ['system:serviceaccount:argo:argo-server', 'argo-server/v3', 'argo-server', 'other'],
    ['bob', 'helm/3.15', 'helm', 'user'],
  ])('%s with %s is %s', (username, userAgent, component, place) => {
    const line = base('100', {
      verb: 'delete',
      user: { username },
      userAgent,
      objectRef: ref('deployments', 'web'),
      responseStatus: { code: 200 },
    });
    expect(tellStory(JSON.stringify(line)).steps[0]).toMatchObject({ component, place });
  });
});

describe('Events alone', () => {
  const event = (name: string, reason: string, rest: object) => ({
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name, namespace: 'shop' },
    involvedObject: { kind: 'Pod', name: 'web-1' },
    reason,
    message: reason,
    firstTimestamp: '2026-11-23T14:00:37Z',
    lastTimestamp: '2026-11-23T14:00:37Z',
    count: 1,
    source: { component: 'kubelet' },
    ...rest,
  });
  // Names as recorded in a-apply-deployment-service: all four within a second.
  const list = {
    kind: 'List',
    items: [
      event('web-1.18eab16281484319', 'Started', {}),
      event('web-1.18eab1627b838b4a', 'Created', {}),
      event('web-1.18eab16279cce28d', 'Pulled', {}),
      event('web-1.18eab162564cda10', 'Scheduled', {
        firstTimestamp: null,
        lastTimestamp: null,
        eventTime: '2026-11-23T14:00:37.391437Z',
        source: {},
        reportingComponent: 'default-scheduler',
      }),
    ],
  };

  test('play in the order of the nanoseconds in their names', () => {
    const { source, steps: told } = tellStory(JSON.stringify(list, null, 2));
    expect(source).toBe('events');
    expect(told.map((step) => step.told?.reason)).toEqual([
      'Scheduled',
      'Pulled',
      'Created',
      'Started',
    ]);
    expect(told.map(({ place }) => place)).toEqual(['scheduler', 'kubelet', 'kubelet', 'kubelet']);
    expect(told.map(({ at }) => Math.round(at))).toEqual([0, 596, 624, 721]);
  });

  test('a repeated Event is told when it began and when it last occurred', () => {
    const repeated = event('web-1.18eab16281484319', 'BackOff', {
      count: 7,
      lastTimestamp: '2026-11-23T14:03:37Z',
    });
    const { steps: told } = tellStory(JSON.stringify({ ...list, items: [repeated] }));
    expect(told.map((step) => step.told?.count)).toEqual([1, 7]);
    expect(told[1]?.at).toBeGreaterThan(178_000);
  });

  test('as YAML too', () => {
    const yaml =
      'kind: List\nitems:\n- kind: Event\n  metadata: {name: a.18eab16281484319}\n  involvedObject: {kind: Pod, name: a}\n  reason: Started\n';
    expect(tellStory(yaml).steps[0]?.told).toMatchObject({ reason: 'Started', on: 'Pod/a' });
  });
});

describe('other texts', () => {
  test.each([
    ['', 'story-empty'],
    ['  \n ', 'story-empty'],
    ['kind: Pod\nmetadata:\n  name: a\n', 'story-nothing'],
    ['{', 'story-not-json'],
    ['{"a":1}\n{"b":', 'story-not-json'],
  ])('%j', (text, code) => {
    const { steps: told, problems } = tellStory(text);
    expect(told).toEqual([]);
    expect(problems[0]?.code).toBe(code);
  });
});
