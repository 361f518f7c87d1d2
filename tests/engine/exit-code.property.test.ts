import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readExit } from '../../src/engine/exit-code/index.ts';

const WORDS =
  'state: lastState: terminated: waiting: running: status: conditions: name: reason: exitCode: signal: message: Reason: Containers: { } [ ] , - " \' : 137 -1 0x1 OOMKilled Error Init:Error SIGKILL signal exit code \n \n \r\n \t    c'.split(
    ' ',
  );
const texts = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 400 }),
  fc
    .array(fc.constantFrom(...WORDS, ' ', '  ', '\n  '), { maxLength: 120 })
    .map((parts) => parts.join(' ')),
  fc
    .array(fc.constantFrom(...WORDS, '  ', '\n'), { maxLength: 120 })
    .map((parts) => parts.join('')),
);

it('answers every text, in bounds, at lines that are there', () => {
  fc.assert(
    fc.property(texts, (text) => {
      const { items, problems } = readExit(text);
      expect(items.length).toBeLessThanOrEqual(200);
      expect(problems.length).toBeLessThanOrEqual(20);
      const lines = text.split('\n').length;
      for (const { line } of [...items, ...problems]) {
        expect(line).toBeGreaterThanOrEqual(1);
        expect(line).toBeLessThanOrEqual(lines);
      }
      for (const { name, exitCode, signal } of items) {
        expect(name).toMatch(/^[\w+-]+$/);
        if (signal !== undefined && exitCode !== undefined && exitCode >= 0) {
          expect(exitCode).toBeLessThan(256);
        }
      }
      expect(readExit(text)).toEqual({ items, problems, cut: expect.any(Boolean) });
    }),
    { numRuns: 400 },
  );
});

it('gives every code from 0 to 255 the signal that the runtime means by it, if any', () => {
  for (let code = 0; code < 256; code++) {
    const [item] = readExit(String(code)).items;
    expect(item?.exitCode).toBe(code);
    if (item?.signal === undefined) continue;
    const [same] = readExit(item.signal).items;
    expect([same?.exitCode, same?.signal]).toEqual([code, item.signal]);
  }
});

it('is done with megabytes of noise', () => {
  for (const noise of [
    '{"terminated":{"exitCode":1},',
    'x: {',
    'a\n',
    'state:\n terminated:\n  exitCode: 1\n',
  ]) {
    const { items } = readExit(noise.repeat(Math.ceil(4_000_000 / noise.length)));
    expect(items.length).toBeLessThanOrEqual(200);
  }
});
