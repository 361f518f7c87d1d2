import { expect, test } from 'vitest';
import { compileRouting, convert } from '../../src/engine/routing/index.ts';
import { say } from '../../src/ui/messages.ts';
import { sentence } from '../../src/ui/sentences.ts';
import { loadFixture } from '../fixtures.ts';
import {
  type ConformanceFile,
  type IngressFile,
  answersFor,
  objectsFrom,
} from './routing-oracle.ts';

interface Said {
  readonly code: string;
  readonly params: Readonly<Record<string, string | number>>;
}

test('every code of every stored case has a sentence without a hole, in both languages', () => {
  const holes = new Set<string>();
  const seen = new Set<string>();
  const tell = ({ code, params }: Said): void => {
    seen.add(code);
    for (const lang of ['zh', 'en'] as const) {
      const text = say(sentence(code, params), lang);
      if (text === code || /\{\w*\}/.test(text)) holes.add(`${code}: ${text}`);
    }
  };
  const conformance = [
    'oracle/httproute-conformance.json.gz',
    'oracle/httproute-conformance-more.json.gz',
  ].flatMap((name) => loadFixture<ConformanceFile>(name).items);
  const ingress = loadFixture<IngressFile>('oracle/ingress-real.json.gz').items;
  const asked = [
    ...conformance.map(({ objects, requests }) => ({
      objects,
      requests: requests.map((one) => ({ ...one.request, gateway: one.sentTo?.gateway })),
    })),
    ...ingress,
  ];
  for (const { objects, requests } of asked) {
    for (const { lost, notes, reason, backends } of answersFor(objects, requests)) {
      [...lost, ...notes].forEach(tell);
      if (reason) tell(reason);
      for (const { problem } of backends) if (problem) tell(problem);
    }
  }
  for (const { objects } of ingress) {
    const found = objectsFrom(objects).objects;
    convert(found, compileRouting(found)).missing.forEach(tell);
  }
  expect([...holes]).toEqual([]);
  expect(seen.size).toBeGreaterThan(25);
});
