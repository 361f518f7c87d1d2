import { describe, expect, test } from 'vitest';
import {
  type Change,
  type PodAnswer,
  type QosClass,
  type SmallestEdit,
  answerPods,
  smallestEdits,
} from '../../src/engine/qos/index.ts';
import { checkSchema } from '../../src/engine/schema/index.ts';
import { loadFixture } from '../fixtures.ts';
import { sourceOf } from './json-source.ts';
import type { OracleFile } from './pod-oracle.ts';
import { pod } from './pods.ts';

const options = { nodeMemory: 4n << 30n, check: checkSchema };

function ask(text: string): readonly [PodAnswer, readonly SmallestEdit[]] {
  const documents = [{ node: sourceOf(text) }];
  const [item] = answerPods(documents, text, options).items;
  if (item === undefined) throw new Error('no Pod');
  return [item, smallestEdits(documents, text, 0, options)];
}

/** The manifest with the changes made, as a reader would make them. */
function edited(manifest: unknown, changes: readonly Change[]): string {
  const copy = structuredClone(manifest);
  for (const { path, value } of changes) {
    const steps = [...path.matchAll(/([^.[\]]+)/g)].map(([step]) => step);
    const last = steps.pop() ?? '';
    let node = copy as Record<string, unknown>;
    for (const step of steps) {
      node[step] ??= {};
      node = node[step] as Record<string, unknown>;
    }
    if (value === undefined) delete node[last];
    else node[last] = value;
  }
  return JSON.stringify(copy);
}

const { items } = loadFixture<OracleFile>('oracle/pods.json.gz');

describe('edits of generated Pods', () => {
  const asked = items.flatMap(({ id, pod: manifest, podText }) => {
    if (manifest === undefined) return [];
    const [answer, edits] = ask(podText ?? JSON.stringify(manifest));
    return answer.qosClass === undefined ? [] : [{ id, manifest, answer, edits }];
  });

  test('every accepted Pod can get to both other classes', () => {
    const stuck = asked.filter(
      ({ answer, edits }) => !answer.rejected && edits.some((edit) => 'problem' in edit),
    );
    expect(stuck.map(({ id }) => id)).toEqual([]);
    for (const { id, edits } of asked) expect(edits.length, id).toBe(2);
  });

  test('made by hand, each one gives its class and is not refused', () => {
    for (const { id, manifest, edits } of asked) {
      for (const edit of edits) {
        if ('problem' in edit) continue;
        const [after] = ask(edited(manifest, edit.changes));
        expect([id, after.qosClass, after.rejected]).toEqual([id, edit.to, undefined]);
      }
    }
  }, 60_000);

  test('no change is there for nothing', () => {
    // Every tenth Pod: each change of each edit is left out once.
    for (const { id, manifest, edits } of asked.filter((_item, index) => index % 10 === 0)) {
      for (const edit of edits) {
        if ('problem' in edit) continue;
        for (const left of edit.changes) {
          const fewer = edit.changes.filter((change) => change !== left);
          const [after] = ask(edited(manifest, fewer));
          const reached = after.qosClass === edit.to && after.rejected === undefined;
          expect([id, edit.to, left.path, reached]).toEqual([id, edit.to, left.path, false]);
        }
      }
    }
  }, 60_000);
});

describe('edits', () => {
  const changesTo = (text: string, to: QosClass) => {
    const found = ask(text)[1].find((edit) => edit.to === to);
    return found && 'changes' in found
      ? found.changes.map(({ op, path, value }) =>
          [op, path.replace('spec.containers[0].resources.', ''), value].filter(Boolean).join(' '),
        )
      : found?.problem;
  };

  const rows: readonly (readonly [string, string, QosClass, readonly string[] | string])[] = [
    [
      'nothing set: limits are enough, requests follow',
      pod('{}'),
      'Guaranteed',
      ['set limits.cpu 100m', 'set limits.memory 128Mi'],
    ],
    ['nothing set', pod('{}'), 'Burstable', ['set requests.cpu 100m']],
    [
      'the value that is there is used',
      pod('{"requests": {"cpu": "1", "memory": "1Gi"}, "limits": {"cpu": "2"}}'),
      'Guaranteed',
      ['set requests.cpu 2', 'set limits.memory 1Gi'],
    ],
    [
      'a written zero stays in the way',
      pod('{"requests": {"cpu": "0"}, "limits": {"memory": "1Gi"}}'),
      'Guaranteed',
      ['set limits.cpu 100m', 'set requests.cpu 100m'],
    ],
    [
      'a limit taken away',
      pod('{"requests": {"cpu": "1", "memory": "1Gi"}, "limits": {"cpu": "1", "memory": "1Gi"}}'),
      'Burstable',
      ['remove limits.cpu'],
    ],
    [
      'half of a limit that the request follows',
      pod('{"limits": {"cpu": "1", "memory": "1Gi"}}'),
      'Burstable',
      ['set requests.cpu 500m'],
    ],
    [
      'huge pages keep a key beside them',
      pod('{"limits": {"memory": "1Gi", "hugepages-2Mi": "4Mi"}}'),
      'BestEffort',
      ['set limits.memory 0'],
    ],
    [
      'at pod level',
      pod('{}', '"resources": {"requests": {"cpu": "1"}, "limits": {"memory": "1Gi"}},'),
      'Guaranteed',
      ['set spec.resources.limits.cpu 1'],
    ],
    [
      'a pod-level limit has room for the containers',
      pod(
        '{"requests": {"cpu": "1"}, "limits": {"cpu": "4", "memory": "1Gi"}}',
        '"resources": {"requests": {"cpu": "2", "memory": "1Gi"}},',
      ),
      'Guaranteed',
      ['set spec.resources.requests.cpu 4'],
    ],
    [
      'a negative value is taken out like any other',
      pod('{"limits": {"cpu": "-1"}}'),
      'BestEffort',
      ['remove limits.cpu'],
    ],
    [
      'a negative value beside another',
      pod('{"limits": {"cpu": "-1", "memory": "1Gi"}}'),
      'BestEffort',
      ['remove limits.cpu', 'remove limits.memory'],
    ],
    [
      'a negative value is replaced',
      pod('{"limits": {"cpu": "-1", "memory": "1Gi"}}'),
      'Burstable',
      ['remove limits.cpu'],
    ],
    [
      'negative values are mended on the way',
      pod('{"requests": {"cpu": "-1", "memory": "-1"}}'),
      'Guaranteed',
      [
        'set limits.cpu 100m',
        'set requests.cpu 100m',
        'set limits.memory 128Mi',
        'set requests.memory 128Mi',
      ],
    ],
    [
      'requests above their limits are mended on the way',
      pod(
        '{"requests": {"cpu": "2"}, "limits": {"cpu": "1"}}',
        '"initContainers": [{"name": "i", "image": "i", "resources": {"requests": {"memory": "2Gi"}, "limits": {"memory": "1Gi"}}}],',
      ),
      'Guaranteed',
      [
        'set spec.initContainers[0].resources.limits.cpu 100m',
        'set spec.initContainers[0].resources.requests.memory 1Gi',
        'set requests.cpu 1',
        'set limits.memory 128Mi',
      ],
    ],
    [
      'one value cannot mend two refusals',
      pod('{"limits": {"cpu": "-1", "memory": "-1"}}'),
      'Burstable',
      ['remove limits.memory', 'set limits.cpu 100m'],
    ],
    [
      'what is too small at pod level goes',
      pod(
        '{"limits": {"cpu": "2", "memory": "2Gi"}}',
        '"resources": {"requests": {"cpu": "1", "memory": "1Gi"}, "limits": {"cpu": "1", "memory": "1Gi"}}, "initContainers": [{"name": "i", "image": "i"}],',
      ),
      'Burstable',
      [
        'remove spec.resources.limits.cpu',
        'remove spec.resources.requests.cpu',
        'remove spec.resources.limits.memory',
        'remove spec.resources.requests.memory',
      ],
    ],
    ['refused for its name', pod('{}').replace('"p"', '"P"'), 'Burstable', 'edit-refused'],
  ];
  test.each(rows)('%s', (_name, text, to, expected) => {
    expect(changesTo(text, to)).toEqual(expected);
  });

  test('what nobody wrote is marked as assumed, and stands at the nearest line', () => {
    const [, edits] = ask(pod('{}'));
    const [guaranteed] = edits;
    expect(guaranteed).toMatchObject({ changes: [{ assumed: true, line: 6 }, { assumed: true }] });
    const [, half] = ask(pod('{"requests": {"cpu": "1"}}'));
    expect(half[0]).toMatchObject({ changes: [{ value: '1' }, { value: '128Mi' }] });
    expect(half[0] && 'changes' in half[0] && half[0].changes[0]?.assumed).toBeUndefined();
  });

  test('a patch names its containers and takes keys out with null', () => {
    const text = pod(
      '{"requests": {"cpu": "1"}, "limits": {"cpu": "1", "memory": "1Gi"}}',
      '"initContainers": [{"name": "on", "image": "i", "resources": {"limits": {"cpu": "1"}}}],',
    );
    const bestEffort = ask(text)[1].find(({ to }) => to === 'BestEffort');
    expect(bestEffort && 'patch' in bestEffort && bestEffort.patch).toBe(`spec:
  initContainers:
    - name: "on"
      resources:
        limits:
          cpu: null
  containers:
    - name: a
      resources:
        requests:
          cpu: null
        limits:
          cpu: null
          memory: null
`);
  });

  test('a patch of a workload starts at its template', () => {
    const text = `{"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "d"},
      "spec": {"template": {"spec": {"containers": [{"name": "a", "image": "a"}]}}}}`;
    const burstable = ask(text)[1].find(({ to }) => to === 'Burstable');
    expect(burstable && 'patch' in burstable && burstable.patch).toBe(`spec:
  template:
    spec:
      containers:
        - name: a
          resources:
            requests:
              cpu: 100m
`);
  });

  test('an item that is not there, or cannot be decoded, has none', () => {
    const text = pod('{"limits": 1}');
    expect(smallestEdits([{ node: sourceOf(text) }], text, 0, options)).toEqual([]);
    expect(smallestEdits([{ node: sourceOf(text) }], text, 9, options)).toEqual([]);
  });

  test('what is beyond the tries is not called unreachable', () => {
    const containers = Array.from(
      { length: 3_000 },
      (_item, index) =>
        `{"name": "c${index}", "image": "i", "resources": {"limits": {"cpu": "-1", "memory": "-1Gi"}}}`,
    );
    const text = pod('{"limits": {"cpu": "1", "memory": "1Gi"}}', '', containers.join(','));
    const found = smallestEdits([{ node: sourceOf(text) }], text, 0, options);
    const burstable = found.find(({ to }) => to === 'Burstable');
    // Not compared as a whole: an edit of this size would take minutes to print.
    expect(burstable && 'problem' in burstable && burstable.problem).toBe('edit-not-found');
  }, 60_000);

  test('of more containers than a function takes arguments', () => {
    const limits = '{"limits": {"cpu": "1", "memory": "1Gi"}}';
    const containers = Array.from(
      { length: 30_000 },
      (_item, index) => `{"name": "c${index}", "image": "i", "resources": ${limits}}`,
    );
    const text = pod(limits, '', containers.join(','));
    const found = smallestEdits([{ node: sourceOf(text) }], text, 0, options);
    const emptied = found.find(({ to }) => to === 'BestEffort');
    expect(emptied !== undefined && 'patch' in emptied && emptied.patch.split('\n').length).toBe(
      // The containers' own lines below `spec:` and `containers:`, and the end of the last one.
      5 * 30_001 + 3,
    );
  }, 60_000);
});
