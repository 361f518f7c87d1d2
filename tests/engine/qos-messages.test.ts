import { expect, test } from 'vitest';
import * as qos from '../../src/ui/qos-messages.ts';
import { type Pair, say } from '../../src/ui/messages.ts';
import { loadFixture } from '../fixtures.ts';
import { type OracleFile, answerOf } from './pod-oracle.ts';

interface Said {
  readonly code: string;
  readonly params: Readonly<Record<string, string | number>>;
}

const items = ['oracle/pods.json.gz', 'oracle/pods-odd.json.gz'].flatMap(
  (name) => loadFixture<OracleFile>(name).items,
);

test('no message about an answer is left with a hole', () => {
  const tables: readonly Readonly<Record<string, Pair>>[] = Object.values(qos);
  const holes = new Set<string>();
  const tell = ({ code, params }: Said): void => {
    const pair = tables.find((table) => Object.hasOwn(table, code))?.[code];
    for (const lang of ['zh', 'en'] as const) {
      const text = pair === undefined ? '{}' : say(pair, lang, params);
      if (/\{\w*\}/.test(text)) holes.add(`${code}: ${text}`);
    }
  };
  for (const item of items) {
    const answer = answerOf(item, 2 ** 32);
    const lists = [answer?.problems, answer?.reasons, answer?.rejected, answer?.warnings];
    for (const list of [...lists, answer?.defaulted]) list?.forEach(tell);
    for (const { oom } of answer?.containers ?? []) tell(oom);
  }
  expect([...holes]).toEqual([]);
});
