import { describe, expect, test } from 'vitest';
import { loadFixture } from '../fixtures.ts';
import { type ProbesFile, probesTrace } from './probes-oracle.ts';

const file = loadFixture<ProbesFile>('oracle/probes.json.gz');

describe('probe workers in virtual time', () => {
  test.each(file.items)('do what upstream’s do: $id', (item) => {
    expect(probesTrace(item, file)).toEqual(item.expected);
  });
});
