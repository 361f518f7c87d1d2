import { describe, expect, it, test } from 'vitest';
import { loadFixture } from '../fixtures.ts';
import { byChain, flowAnswers, type ProxyCases, restored } from './kube-proxy-cases.ts';

const { flows, dumps } = loadFixture<ProxyCases>('cases/proxy-cases.json.gz');

/** Cases that 1.37 cannot be made to answer, with the reason. */
const NOT_ASKED: ReadonlySet<string> = new Set([
  // The threshold is a constant of 1,000 endpoints; upstream's test lowers it to 2.
  '30-large-cluster-mode',
]);

describe('upstream’s own packets through generated rules', () => {
  it.each(flows)('$id', (group) => {
    const want = group.cases.map(({ name, output, masq }) => ({ name, output, masq }));
    const have = flowAnswers(group).map((answer, at) => ({ name: want[at]?.name, ...answer }));
    expect(have).toEqual(want);
  });
});

describe('the restated texts for iptables-restore', () => {
  it.each(dumps.filter(({ id }) => !NOT_ASKED.has(id)))('$id', (item) => {
    expect(restored(item)).toEqual(byChain(item.restore));
  });

  test('what is not asked is there', () => {
    for (const id of NOT_ASKED) expect(dumps.map((item) => item.id)).toContain(id);
  });
});
