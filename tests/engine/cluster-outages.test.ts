/**
 * Outages that are longer than what waits for them: requests time out, the node is given up, and everything is put
 * right again. Recordings r1, r2, t2 of a real v1.37.2 control plane (remarks.json) and upstream's code.
 */
import { describe, expect, test } from 'vitest';
import type { Step } from '../../src/engine/control-plane/index.ts';
import { WEB } from '../../src/widgets/drive/presets.ts';
import { isReady, objectsAt, type Play, play, web } from './cluster-play.ts';

const UP = '0s kubectl apply -f web.yaml';

function told({ story }: Play, reason: string): readonly Step[] {
  return story.steps.filter((step) => step.kind === 'event' && step.told?.reason === reason);
}

/** When the object of the Pod that was deleted first went away. */
function goneAt({ writes }: Play): number | undefined {
  return writes.find(({ outcome, resource }) => outcome === 'removed' && resource === 'pods')?.end;
}

function toNode({ writes }: Play): readonly Step[] {
  return writes.filter(({ resource }) => resource === 'nodes');
}

describe('a write that etcd does not answer', () => {
  const done = play(web(), [
    UP,
    '10s stop etcd',
    '12s kubectl scale deployment/web --replicas=3',
    '80s start etcd',
  ]);

  test('is given up after 34 s: requestTimeoutUpperBound of apiserver handlers/rest.go', () => {
    const failed = done.story.steps.find(
      ({ code, component }) => code === 504 && component === 'kubectl',
    );
    expect(failed?.at).toBeGreaterThanOrEqual(12_000);
    expect((failed?.end ?? 0) - (failed?.at ?? 0)).toBeLessThan(34_100);
    expect((failed?.end ?? 0) - (failed?.at ?? 0)).toBeGreaterThanOrEqual(34_000);
    expect(failed?.message).toBe(
      'Timeout: request did not complete within requested timeout - context deadline exceeded',
    );
  });
});

describe('what the kubelet could not write', () => {
  test('the final DELETE is tried again with the next batch: status_manager.go', () => {
    const done = play(WEB, [
      UP,
      '10s kubectl delete pod newest',
      '12.5s stop etcd',
      '90s start etcd',
      'until 420s',
    ]);
    const deletes = done.story.steps.filter(
      ({ component, verb, resource }) =>
        component === 'kubelet' && verb === 'delete' && resource === 'pods',
    );
    expect(deletes.map(({ code }) => code)).toEqual([504, 200]);
    expect(goneAt(done)).toBeLessThan(101_000);
    expect(objectsAt(done)('Pod').filter(isReady)).toHaveLength(3);
  });

  test('no DELETE before the status that says it has ended is stored', () => {
    const done = play(WEB, [
      UP,
      '10s kubectl delete pod newest',
      '11s stop etcd',
      '90s start etcd',
      'until 180s',
    ]);
    const own = done.story.steps.filter(
      ({ component, resource, at }) =>
        component === 'kubelet' && resource === 'pods' && at > 10_500,
    );
    const end = own.findIndex(({ changes, outcome }) =>
      changes.some(
        ({ path, after }) =>
          path === 'status.phase' && after === '"Succeeded"' && outcome === 'stored',
      ),
    );
    expect(end).toBeGreaterThan(0);
    expect(own.findIndex(({ verb }) => verb === 'delete')).toBeGreaterThan(end);
    expect(goneAt(done)).toBeLessThan(101_000);
  });
});

describe('a Pod deleted while the kubelet is off', () => {
  test('ends soon after the kubelet is back, whatever else was due: recording r2', () => {
    const done = play(WEB, [
      UP,
      '10s kubectl set image deployment/web app=shop/web:1.1',
      '12.9s stop kubelet',
      '13.1s kubectl delete pod newest',
      '57.9s start kubelet',
    ]);
    expect(goneAt(done)).toBeGreaterThan(58_000);
    expect(goneAt(done)).toBeLessThan(64_000);
  });

  test('also one whose image is missing and that was evicted meanwhile', () => {
    const done = play(WEB, [
      'missing shop/web:1.0',
      UP,
      '10s stop kubelet',
      '400s start kubelet',
      'until 460s',
    ]);
    const dying = objectsAt(done)('Pod').filter(
      ({ metadata }) => metadata.deletionTimestamp !== undefined,
    );
    expect(dying).toEqual([]);
  });
});
