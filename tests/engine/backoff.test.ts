import { describe, expect, test } from 'vitest';
import { loadFixture } from '../fixtures.ts';
import { type BackoffFile, backoffAnswer } from './backoff-oracle.ts';

describe('CrashLoopBackOff', () => {
  test.each(loadFixture<BackoffFile>('oracle/backoff.json.gz').items)(
    'waits as long as upstream does: $id',
    (item) => {
      expect(backoffAnswer(item)).toEqual(item.expected);
    },
  );
});
