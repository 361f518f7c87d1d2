/** Where things stand in the drawing. Shared by the page's lanes and the exported picture. */
import type { Lane, Life, SpanCells } from './life.ts';

const SECONDS = [
  0.01, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 21_600,
  86_400,
];

/** Round moments, at most `most` of them. */
export function ticksOf(until: number, most: number): readonly number[] {
  const step = (SECONDS.find((size) => until / size <= most * 1000) ?? until / 1000) * 1000;
  return Array.from({ length: Math.floor(until / step) + 1 }, (_, count) => count * step);
}

/** Percent of the width. */
export function share(ms: number, until: number): number {
  return Math.round((ms / until) * 100_000) / 1000;
}

export function extent([from, to]: SpanCells, life: Life): readonly [number, number] {
  return [from, to < 0 ? life.until : to];
}

export interface Answers {
  readonly passed: readonly number[];
  readonly failed: readonly number[];
}

/** When the probe of a lane was answered, and how. */
export function answersOf(life: Life): ReadonlyMap<string, Answers> {
  const found = new Map<string, { passed: number[]; failed: number[] }>();
  const places = life.kinds.map(([, sentence, { container, probe }]) => {
    if (!sentence.startsWith('probe-answered')) return undefined;
    const key = `probe/${container}/${probe}`;
    const answers = found.get(key) ?? { passed: [], failed: [] };
    found.set(key, answers);
    return sentence.endsWith('/no') ? answers.failed : answers.passed;
  });
  for (const [at, kind] of life.steps) places[kind]?.push(at);
  return found;
}

/** Dots for what passed, upright bars for what failed: a path in a box that is 1000 wide and 22 high. */
export function dotsPath(times: readonly number[], until: number): string {
  return times.map((at) => `M${x(at, until)} 11h0`).join('');
}

export function barsPath(times: readonly number[], until: number): string {
  return times.map((at) => `M${x(at, until)} 4v14`).join('');
}

const x = (at: number, until: number) => Math.round((at / until) * 10_000) / 10;

/** Which lanes are drawn before the reader asks for all. */
export function isShown({ key, what }: Lane): boolean {
  return what !== 'condition' || key === 'condition/Ready';
}
