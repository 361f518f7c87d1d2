/**
 * Whether the counts of a message can stand for its nodes. The first plugin that refuses a node ends the look
 * at it (framework/runtime/framework.go, RunFilterPlugins), so the nodes are divided among plugins. A plugin
 * that gives several reasons for a node (NodeResourcesFit, VolumeBinding, DynamicResources) stands for at
 * least as many nodes as its largest count, and at most for their sum.
 */
import { SEVERAL } from './clauses.ts';
import type { Balance, Clause } from './types.ts';

export function balanceOf(clauses: readonly Clause[], nodes: number): Balance {
  const counted = clauses.filter(({ count }) => count !== null);
  if (counted.length === 0) return { code: 'none', sum: 0, least: 0, most: 0 };
  let least = 0;
  let most = 0;
  const several: number[] = [];
  for (const plugin of new Set(counted.map((clause) => clause.plugin))) {
    const own = counted.filter((clause) => clause.plugin === plugin);
    const counts = own.map(({ count }) => count ?? 0);
    const sum = counts.reduce((total, count) => total + count, 0);
    most += sum;
    if (!SEVERAL.has(plugin)) least += sum;
    else if (plugin === '') several.push(...counts);
    else least += Math.max(...counts);
  }
  // Of unknown origin: whether these are of one plugin or of many, nobody knows.
  least += Math.max(0, ...several);
  const code =
    most === nodes ? 'adds-up' : most < nodes ? 'missing' : least > nodes ? 'too-many' : 'overlap';
  return { code, sum: most, least, most };
}
