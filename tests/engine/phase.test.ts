import { describe, expect, it, test } from 'vitest';
import fc from 'fast-check';
import { type ContainerStatus, phaseOf } from '../../src/engine/lifecycle/index.ts';
import { loadFixture } from '../fixtures.ts';
import {
  type CaseFile,
  type PhaseFile,
  caseDifference,
  phaseDifference,
  statusesOf,
  viewOf,
} from './status-oracle.ts';

const cases = loadFixture<CaseFile>('cases/phase-cases.json.gz');
const oracle = loadFixture<PhaseFile>('oracle/phase.json.gz');

describe("upstream's tables", () => {
  it.each(cases.cases)('$id', (each) => {
    expect(caseDifference(each)).toBeUndefined();
  });
});

test('getPhase and the conditions of the v1.37.2 kubelet', () => {
  const wrong = oracle.items.flatMap((item) => {
    const found = phaseDifference(item);
    return found ? [{ id: item.id, ...found }] : [];
  });
  expect(wrong).toEqual([]);
});

describe('whatever the statuses are', () => {
  const end = fc.record({
    exitCode: fc.constantFrom(0, 1, 42, 137),
    signal: fc.constant(0),
    reason: fc.constantFrom('Completed', 'Error', 'RestartingAllContainers'),
    message: fc.constant(''),
  });
  const state = fc.oneof(
    fc.constant({}),
    fc.constant({ running: {} }),
    fc.record({ waiting: fc.constant({ reason: 'x', message: '' }) }),
    fc.record({ terminated: end }),
  );
  const status = (name: string): fc.Arbitrary<ContainerStatus> =>
    fc.record({
      name: fc.constant(name),
      state,
      lastState: fc.oneof(fc.constant({}), fc.record({ terminated: end })),
      ready: fc.boolean(),
      started: fc.boolean(),
      restartCount: fc.nat(5),
      containerID: fc.constant(''),
    });
  const pod = (restartPolicy: string) =>
    viewOf({
      spec: {
        restartPolicy,
        initContainers: [{ name: 'i' }, { name: 's', restartPolicy: 'Always' }],
        containers: [{ name: 'a' }, { name: 'b' }],
      },
    });
  const statuses = fc.tuple(status('i'), status('s'), status('a'), status('b'));
  const policy = fc.constantFrom('Always', 'OnFailure', 'Never');
  const options = fc.record({ podIsTerminal: fc.boolean(), podHasInitialized: fc.boolean() });

  it('a Pod never succeeds while something runs or has failed', () => {
    fc.assert(
      fc.property(policy, statuses, options, (restartPolicy, all, given) => {
        if (phaseOf(pod(restartPolicy), all, given) !== 'Succeeded') return;
        for (const {
          name,
          state: { running, terminated },
        } of all) {
          expect(running).toBeUndefined();
          if (name === 'a' || name === 'b') expect(terminated?.exitCode).toBe(0);
        }
      }),
    );
  });

  it('a Pod whose restart policy is Always ends only when told so', () => {
    fc.assert(
      fc.property(statuses, fc.boolean(), (all, podHasInitialized) => {
        const phase = phaseOf(pod('Always'), all, { podIsTerminal: false, podHasInitialized });
        expect(['Pending', 'Running']).toContain(phase);
      }),
    );
  });

  it('how a sidecar ended never counts', () => {
    fc.assert(
      fc.property(policy, statuses, options, end, (restartPolicy, [i, s, a, b], given, other) => {
        const ended = (terminated: object) => [
          i,
          { ...s, state: { terminated } } as ContainerStatus,
          a,
          b,
        ];
        const phases = [
          { ...other, exitCode: 0 },
          { ...other, exitCode: 137 },
        ].map((terminated) => phaseOf(pod(restartPolicy), ended(terminated), given));
        expect(phases[0]).toBe(phases[1]);
      }),
    );
  });
});

test('without statuses everything is still to come', () => {
  const view = viewOf({ spec: { containers: [{ name: 'a' }] } });
  expect(phaseOf(view, statusesOf(view), { podIsTerminal: true, podHasInitialized: false })).toBe(
    'Pending',
  );
});
