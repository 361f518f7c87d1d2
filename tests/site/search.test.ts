import { describe, expect, it } from 'vitest';
import {
  excerptOf,
  hasIdentifier,
  rankByHeading,
  rankByText,
  termsOf,
} from '../../src/site/search/rank.ts';

const SECTIONS = [
  { url: 'e#critical', page: '节点压力驱逐', heading: '谁不会被驱逐', text: '静态 Pod。' },
  { url: 'e', page: '节点压力驱逐', heading: '', text: 'kubelet 按什么顺序驱逐。' },
  { url: 'o#oom', page: 'cgroup 与 OOM', heading: 'oom_score_adj', text: '内核先杀分数高的。' },
  { url: 'o#max', page: 'cgroup 与 OOM', heading: 'memory.max', text: '超过就看 oom_score_adj。' },
  { url: 'c', page: 'The three classes', heading: '', text: 'Guaranteed and Burstable. Exit 137.' },
];
const urls = (hits: readonly { readonly url: string }[]) => hits.map(({ url }) => url);

describe('search without a server', () => {
  it('puts the page about a term before its sections', () => {
    expect(urls(rankByHeading('驱逐', SECTIONS))).toEqual(['e', 'e#critical']);
  });

  it('finds a heading by part of a Chinese question', () => {
    expect(urls(rankByHeading('节点压力为什么会驱逐', SECTIONS))[0]).toBe('e');
  });

  it('finds identifiers letter by letter, headings first', () => {
    expect(urls(rankByText('oom_score_adj', SECTIONS))).toEqual(['o#oom', 'o#max']);
    expect(urls(rankByText('137', SECTIONS))).toEqual(['c']);
  });

  it('wants every term in the text', () => {
    expect(rankByText('Burstable 驱逐', SECTIONS)).toEqual([]);
  });

  it('is not misled by characters that mean something in a pattern', () => {
    expect(rankByText('(*', SECTIONS)).toEqual([]);
    expect(excerptOf('a.b and axb', ['a.b']).filter(({ found }) => found)).toEqual([
      { text: 'a.b', found: true },
    ]);
  });

  it('tells names from words', () => {
    expect(termsOf('OOM 分数 cpu.weight?')).toEqual(['oom', '分数', 'cpu.weight']);
    expect(['oom_score_adj', 'cpu.weight', '137', 'kube-proxy'].every(hasIdentifier)).toBe(true);
    expect(hasIdentifier('eviction order')).toBe(false);
  });
});
