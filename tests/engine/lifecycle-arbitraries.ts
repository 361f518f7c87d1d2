/** Pods and worlds around them, for properties that hold of every simulated life. */
import fc from 'fast-check';
import {
  type Action,
  type ContainerFacts,
  PLAIN_SCENARIO,
  type PodView,
  type Scenario,
  viewPod,
} from '../../src/engine/lifecycle/index.ts';
import { sourceOf } from './json-source.ts';

export interface World {
  readonly pod: PodView;
  readonly scenario: Scenario;
}

const duration = fc.integer({ min: 0, max: 30_000 });
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 2 });

const probe = fc.record({
  exec: fc.constant({ command: ['true'] }),
  periodSeconds: fc.constantFrom(1, 2, 5, 10),
  failureThreshold: fc.constantFrom(1, 2, 3),
  initialDelaySeconds: fc.constantFrom(0, 1, 5),
});

const answers = fc.array(fc.record({ from: duration, ok: fc.boolean() }), { maxLength: 4 });

const container = fc.record({
  image: fc.constantFrom('app:1', 'other:1'),
  restartPolicy: fc.option(fc.constantFrom('Always', 'OnFailure', 'Never'), {
    nil: undefined,
    freq: 3,
  }),
  startupProbe: maybe(probe),
  readinessProbe: maybe(probe),
  livenessProbe: maybe(probe),
  preStop: maybe(fc.constant({ exec: { command: ['true'] } })),
  postStart: maybe(fc.constant({ exec: { command: ['true'] } })),
});

const facts: fc.Arbitrary<ContainerFacts> = fc.record({
  runs: fc.array(
    fc.record({
      lasts: fc.option(duration, { nil: null, freq: 4 }),
      exitCode: fc.constantFrom(0, 1, 137),
    }),
    { maxLength: 4 },
  ),
  onStop: fc.record({
    after: fc.option(fc.integer({ min: 0, max: 4000 }), { nil: null }),
    exitCode: fc.constantFrom(0, 143),
  }),
  preStop: fc.record({ takes: duration, fails: fc.constant(false) }),
  postStart: fc.record({ takes: fc.integer({ min: 0, max: 3000 }), fails: fc.boolean() }),
  probes: fc.record({ startup: answers, readiness: answers, liveness: answers }),
});

const action: fc.Arbitrary<Action> = fc.oneof(
  fc.record({
    at: duration,
    do: fc.constant('delete' as const),
    grace: fc.constantFrom(0, 1, 5, 30),
  }),
  fc.record({ at: duration, do: fc.constant('evict' as const) }),
  fc.record({ at: duration, do: fc.constant('kill-sandbox' as const) }),
  fc.record({ at: duration, do: fc.constant('restart-kubelet' as const) }),
  fc.record({ at: duration, do: fc.constant('lose-node' as const) }),
  fc.record({ at: duration, do: fc.constant('return-node' as const) }),
  fc.record({
    at: duration,
    do: fc.constant('disrupt' as const),
    reason: fc.constant('PreemptionByScheduler'),
  }),
);

export const worlds: fc.Arbitrary<World> = fc
  .record({
    restartPolicy: fc.constantFrom('Always', 'OnFailure', 'Never'),
    grace: fc.constantFrom(0, 1, 5, 30),
    deadline: maybe(fc.constantFrom(1, 10)),
    init: fc.array(fc.tuple(container, facts), { maxLength: 2 }),
    regular: fc.array(fc.tuple(container, facts), { minLength: 1, maxLength: 2 }),
    actions: fc.array(action, { maxLength: 3 }),
    seed: fc.integer({ min: 0, max: 1e6 }),
    isImageThere: fc.boolean(),
  })
  .map(({ restartPolicy, grace, deadline, init, regular, actions, seed, isImageThere }) => {
    const spec = ([made]: (typeof init)[number], name: string) => {
      const { preStop, postStart, ...rest } = made;
      return { ...rest, name, lifecycle: { preStop, postStart } };
    };
    const named = [
      ...init.map((each, index) => [`init${index}`, each] as const),
      ...regular.map((each, index) => [`app${index}`, each] as const),
    ];
    const text = JSON.stringify({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'p' },
      spec: {
        restartPolicy,
        terminationGracePeriodSeconds: grace,
        activeDeadlineSeconds: deadline,
        initContainers: init.map((each, index) => spec(each, `init${index}`)),
        containers: regular.map((each, index) => spec(each, `app${index}`)),
      },
    });
    const scenario: Scenario = {
      ...PLAIN_SCENARIO,
      seed,
      until: 120_000,
      images: isImageThere ? {} : { 'other:1': { present: false, pull: 500, availableAt: 20_000 } },
      containers: Object.fromEntries(named.map(([name, [, each]]) => [name, each])),
      actions: actions.toSorted((one, other) => one.at - other.at),
    };
    return { pod: viewPod(sourceOf(text)), scenario };
  });
