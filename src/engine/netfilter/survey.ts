/** What in a dump the tracer cannot follow: matches and targets by name, where they first stand, how often. */
import { isUnderstood } from './conditions.ts';
import { isTarget } from './hooks.ts';
import { isFollowed } from './target.ts';
import type { Dump } from './types.ts';

export interface NotUnderstood {
  readonly kind: 'match' | 'target';
  readonly name: string;
  readonly count: number;
  /** Of the first rule that has it. */
  readonly line: number;
}

export function notUnderstood({ tables }: Dump): readonly NotUnderstood[] {
  const found = new Map<string, NotUnderstood>();
  const add = (kind: NotUnderstood['kind'], name: string, line: number) => {
    const key = `${kind} ${name}`;
    const before = found.get(key);
    found.set(key, {
      kind,
      name,
      count: (before?.count ?? 0) + 1,
      line: Math.min(before?.line ?? line, line),
    });
  };
  for (const { chains } of tables) {
    for (const { rules } of chains.values()) {
      for (const { matches, target, line } of rules) {
        for (const part of matches) if (!isUnderstood(part)) add('match', part.name, line);
        if (!target || isFollowed(target.name)) continue;
        if (isTarget(target.name) || !chains.has(target.name)) add('target', target.name, line);
      }
    }
  }
  return [...found.values()].sort((a, b) => a.line - b.line);
}
