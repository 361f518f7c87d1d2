/** FailedScheduling messages, clause by clause, as the scheduler v1.37.2 makes them. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Clause, readSchedulerMessages } from '../../src/engine/scheduler-message/index.ts';
import { loadFixture } from '../fixtures.ts';

interface Case {
  readonly says: string;
  readonly plugin: string;
  readonly code: string;
}

const cases = loadFixture<{
  readonly filter: readonly Case[];
  readonly prefilter: readonly Case[];
}>('cases/scheduler-messages.json');
const recordings = loadFixture<readonly { readonly text: string }[]>(
  'recordings/control-plane.json.gz',
);

function read(text: string) {
  const { messages } = readSchedulerMessages(text);
  const [message] = messages;
  if (!message) throw new Error(`No message in ${text}`);
  return message;
}

const brief = ({ count, code, plugin }: Clause) => `${count} ${code} ${plugin}`;

describe('every reason of the source', () => {
  test.each(cases.filter)('$says', ({ says, plugin, code }) => {
    const { clauses, balance } = read(`0/3 nodes are available: 3 ${says}.`);
    expect(clauses.map(brief)).toEqual([`3 ${code} ${plugin}`]);
    expect(balance.code).toBe('adds-up');
  });

  test.each(cases.prefilter)('$says', ({ says, plugin, code }) => {
    const tail =
      ' preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.';
    const { clauses, balance, preemption, truncated } = read(
      `0/3 nodes are available: ${says}.${tail}`,
    );
    expect(clauses.map(brief)).toEqual([`null ${code} ${plugin}`]);
    expect([balance.code, preemption?.code, truncated]).toEqual([
      'none',
      'preemption-no-node',
      false,
    ]);
  });
});

/** What a node may be turned down with: one plugin, of some plugins several reasons. */
const several = ['NodeResourcesFit', 'VolumeBinding', 'DynamicResources'];
const node = fc
  .constantFrom(...new Set(cases.filter.map(({ plugin }) => plugin)))
  .chain((plugin) => {
    const own = cases.filter.filter((each) => each.plugin === plugin).map(({ says }) => says);
    const most = several.includes(plugin) ? own.length : 1;
    return fc.uniqueArray(fc.constantFrom(...own), { minLength: 1, maxLength: most });
  });

/** As FitError.Error makes it of the statuses of all nodes: counts by reason, sorted as text. */
function messageOf(nodes: readonly (readonly string[])[]): string {
  const counts = new Map<string, number>();
  for (const reason of nodes.flat()) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  const reasons = [...counts].map(([reason, count]) => `${count} ${reason}`).sort();
  return `0/${nodes.length} nodes are available: ${reasons.join(', ')}.`;
}

test('counts of real nodes add up, or overlap where plugins give several reasons', () => {
  fc.assert(
    fc.property(fc.array(node, { minLength: 1, maxLength: 40 }), (nodes) => {
      const { clauses, balance, nodes: count } = read(messageOf(nodes));
      const sum = nodes.flat().length;
      expect(count).toBe(nodes.length);
      expect(clauses.every(({ plugin }) => plugin !== '')).toBe(true);
      expect(balance.sum).toBe(sum);
      expect(balance.code).toBe(sum === nodes.length ? 'adds-up' : 'overlap');
    }),
  );
});

test('a count that was changed by hand is found, where no plugin gives several reasons', () => {
  const single = node.filter((reasons) =>
    cases.filter.some(({ says, plugin }) => says === reasons[0] && !several.includes(plugin)),
  );
  fc.assert(
    fc.property(
      fc.array(single, { minLength: 1, maxLength: 20 }),
      fc.integer({ min: 1, max: 9 }),
      (nodes, more) => {
        const message = messageOf(nodes);
        const grown = message.replace(
          /: (\d+) /,
          (_, count: string) => `: ${Number(count) + more} `,
        );
        expect(read(grown).balance.code).toBe('too-many');
        const fewer = message.replace(/^0\/\d+/, `0/${nodes.length + more}`);
        expect(read(fewer).balance.code).toBe('missing');
      },
    ),
  );
});

test.each([
  [
    'older taints, two reasons for one node',
    "0/5 nodes are available: 1 Insufficient cpu, 1 Insufficient memory, 1 node(s) had untolerated taint {node-role.kubernetes.io/control-plane: }, 3 node(s) didn't match Pod's node affinity/selector. preemption: 0/5 nodes are available: 1 No preemption victims found for incoming pod, 4 Preemption is not helpful for scheduling.",
    'overlap',
    'preemption-no-node',
  ],
  [
    'a comma inside a reason',
    "0/3 nodes are available: 1 node(s) had taint {a: b}, that the pod didn't tolerate, 2 Insufficient cpu.",
    'adds-up',
    undefined,
  ],
  [
    'preemptionPolicy Never',
    '0/5 nodes are available: 5 Insufficient cpu. preemption: not eligible due to preemptionPolicy=Never..',
    'adds-up',
    'preemption-never',
  ],
  [
    'victims on their way out',
    '0/2 nodes are available: 2 Too many pods. preemption: not eligible due to a terminating pod on the nominated node..',
    'adds-up',
    'preemption-waits',
  ],
  [
    'cut off',
    '0/3 nodes are available: 1 Insufficient cpu, 2 node(s) had unt ...',
    'adds-up',
    undefined,
  ],
])('%s', (_, text, balance, preemption) => {
  const found = read(text);
  expect(found.balance.code).toBe(balance);
  expect(found.preemption?.code).toBe(preemption);
  expect(found.truncated).toBe(text.endsWith(' ...'));
});

describe('where it stands', () => {
  const message =
    "0/5 nodes are available: 2 node(s) had untolerated taint(s), 3 node(s) didn't match Pod's node affinity/selector. preemption: 0/5 nodes are available: 5 Preemption is not helpful for scheduling.";

  test.each([
    [
      'a line of kubectl describe',
      `Events:\n  Warning  FailedScheduling  24s (x3 over 2m)  default-scheduler  ${message}\n  Normal   Other  1s  x  y`,
      2,
    ],
    [
      'an Event as JSON',
      `{\n  "message": ${JSON.stringify(message)},\n  "reason": "FailedScheduling"\n}`,
      2,
    ],
    [
      'folded YAML',
      `  - lastProbeTime: null\n    message: '0/5 nodes are available: 2 node(s) had untolerated taint(s), 3 node(s) didn''t\n      match Pod''s node affinity/selector. preemption: 0/5 nodes are available: 5 Preemption\n      is not helpful for scheduling.'\n    reason: Unschedulable`,
      2,
    ],
    [
      'wrapped by a terminal',
      message.replace('untolerated ', 'untolerated\n').replace('preemption: ', '\npreemption: '),
      1,
    ],
    ['with Windows line ends', `${message}\r\n`, 1],
  ])('%s', (_, text, line) => {
    const { messages } = readSchedulerMessages(text);
    expect(messages).toHaveLength(1);
    expect(messages[0]?.line).toBe(line);
    expect(messages[0]?.text).toBe(message);
    expect(messages[0]?.clauses.map(brief)).toEqual([
      '2 taint TaintToleration',
      '3 node-affinity NodeAffinity',
    ]);
  });

  test('several', () => {
    expect(
      readSchedulerMessages(`${message}\n\n${message}`).messages.map(({ line }) => line),
    ).toEqual([1, 3]);
  });

  test.each([
    ['', 'message-empty'],
    ['hello', 'message-none'],
  ])('%j', (text, code) => {
    expect(readSchedulerMessages(text).problems.map((each) => each.code)).toEqual([code]);
  });
});

test('what a real scheduler said in the recordings is understood, every clause of it', () => {
  const said = recordings.flatMap(({ text }) => [
    ...text.matchAll(/"message":"((?:0\/\d+ nodes)(?:[^"\\]|\\.)*)"/g),
  ]);
  expect(said.length).toBeGreaterThan(3);
  for (const [, message = ''] of said) {
    const { clauses, preemption, balance } = read(message);
    expect(
      [...clauses, ...(preemption?.clauses ?? [])].filter(({ code }) => code === 'unknown'),
    ).toEqual([]);
    expect(balance.code).toBe('adds-up');
  }
});

test('any text is read without a throw', () => {
  const pieces = fc.constantFrom(
    '0/5 nodes are available:',
    ' 3 ',
    'preemption: ',
    '.',
    ', ',
    '\n',
    '"',
    "'",
    'Insufficient cpu',
    '...',
    '{',
    '0/99999999999999999999 nodes are available',
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(pieces, fc.string()), { maxLength: 30 }), (parts) => {
      const { messages } = readSchedulerMessages(parts.join(''));
      for (const { clauses } of messages)
        expect(clauses.every(({ text }) => typeof text === 'string')).toBe(true);
    }),
  );
});
