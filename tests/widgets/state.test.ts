import fc from 'fast-check';
import { deflateRawSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { LINK_LIMIT, ownParts, readState, writeState } from '../../src/ui/state.ts';

const KEYS = ['input', 'memory'];

test('a short input stays readable', async () => {
  const fragment = await writeState({ input: '1Gi', memory: '4Gi' });
  expect(fragment).toBe('input=1Gi&memory=4Gi');
});

test('any text comes back', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 2000 }), async (input) => {
      const fragment = await writeState({ input });
      expect(await readState(`#${fragment}`, KEYS)).toEqual({ input: input.toWellFormed() });
    }),
  );
});

test('a long text is deflated and comes back', async () => {
  const input = 'apiVersion: v1\nkind: Pod # 容器\n'.repeat(500);
  const fragment = (await writeState({ input })) ?? '';
  expect(fragment).toMatch(/^input\.z=[\w-]+$/);
  expect(fragment.length).toBeLessThan(600);
  expect(await readState(fragment, KEYS)).toEqual({ input });
});

test('no link is made that chats and wikis would cut', async () => {
  const noise = Array.from({ length: 8000 }, (_, at) => Math.sin(at).toString(36)).join('');
  expect(await writeState({ input: noise })).toBeUndefined();
  expect(await writeState({ input: 'a'.repeat(3_000_000) })).toBeUndefined();
  expect(((await writeState({ input: noise.slice(0, 9000) })) ?? '').length).toBeLessThan(
    LINK_LIMIT,
  );
});

test('half a surrogate does no harm', async () => {
  expect(await writeState({ input: 'a\ud800b' })).toBe('input=a%EF%BF%BDb');
});

test('unknown keys and broken values are left out', async () => {
  for (const text of [
    'other=1',
    '__proto__=1',
    'input=%E4%BD',
    'input.z=%%%',
    'input.z=AAAA',
    'input',
    '=',
  ]) {
    expect(await readState(text, KEYS)).toEqual({});
  }
  expect(await readState('?memory=1+Gi&input.z=***&x=1', KEYS)).toEqual({ memory: '1 Gi' });
});

test('a few bytes that would inflate to gigabytes are not inflated', async () => {
  const bomb = deflateRawSync(Buffer.alloc(50_000_000)).toString('base64url');
  expect(bomb.length).toBeLessThan(100_000);
  expect(await readState(`input.z=${bomb}`, KEYS)).toEqual({});
});

test('widgets of one page do not touch each other’s parts', async () => {
  const own = await writeState({ input: 'mine' });
  const other = await writeState({ input: 'yours' }, 'qos-2.');
  const address = `#${own}&${other}&anchor`;
  expect(await readState(address, KEYS)).toEqual({ input: 'mine' });
  expect(await readState(address, KEYS, 'qos-2.')).toEqual({ input: 'yours' });
  expect(ownParts(address, KEYS, '')).toEqual({ own: [own], others: [other] });
  expect(ownParts(address, KEYS, 'qos-2.')).toEqual({ own: [other], others: [own] });
});
