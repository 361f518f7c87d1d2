/** How many cases agree with upstream: computed by the same comparisons that the tests run (src/build). */
import { readFileSync } from 'node:fs';
import type { Pair } from '../ui/messages.ts';

export interface Agreement {
  readonly suite: string;
  readonly title: Pair;
  readonly total: number;
  readonly agree: number;
  readonly exceptions: readonly Exception[];
}

/** Cases that differ for a reason that is known and stated. */
export interface Exception {
  readonly reason: Pair;
  readonly ids: readonly string[];
}

export const AGREEMENTS_FILE = '.cache/conformance.json';

export function agreements(): readonly Agreement[] {
  return JSON.parse(readFileSync(AGREEMENTS_FILE, 'utf8')) as readonly Agreement[];
}
