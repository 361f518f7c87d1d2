import type { Mark } from '../../ui/editor.tsx';
import type { Finding } from '../../ui/finding.ts';
import type { Lang } from '../../ui/messages.ts';
import type { QosAnswer } from './answer.ts';
import { verdictName, verdictOf } from './badge.tsx';

/** What the answer says about lines: of the chosen Pod everything, of the others their class. */
export function marksOf({ rows, pod, problems }: QosAnswer, lang: Lang): readonly Mark[] {
  const found: readonly Finding[] = pod
    ? [...problems, ...pod.problems, ...pod.warnings, ...pod.reasons, ...pod.defaulted]
    : problems;
  const classes =
    rows.length > 1
      ? rows.map((row): Mark => ({
          line: row.line,
          tone: 'info',
          note: `← ${verdictName(verdictOf(row), lang)}`,
        }))
      : [];
  return [
    ...classes,
    ...found.map(({ line, tone, note }): Mark => ({ line, tone, ...(note && { note }) })),
  ];
}
