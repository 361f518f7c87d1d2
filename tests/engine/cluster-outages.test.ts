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
