/** `livenotes proxy trace --kernel`: what the kernel did beside what is predicted, packet by packet. */
import type { Compared, ComparedRow, TraceEvent } from '../engine/netfilter/index.ts';
import { type Lang, say } from '../ui/messages.ts';
import { explain } from './explain.ts';
import { messages } from './messages.ts';
import { table } from './output.ts';

export function comparedItem({ recorded, comparison }: Compared) {
  const { id, line, verdict, events } = recorded;
  const { outcome, rows, difference } = comparison;
  const row = difference === undefined ? undefined : rows[difference];
  return {
    id,
    line,
    verdict,
    steps: events.filter(({ kind }) => kind !== 'return').map(placeText),
    outcome,
    ...(row && {
      difference: {
        index: difference,
        ...(row.kernel && { kernel: placeText(row.kernel), line: row.kernel.line }),
        ...(row.predicted && { predicted: placeText(row.predicted) }),
      },
    }),
  };
}

export function comparedText(compared: Compared, lang: Lang): string {
  const { packet, recorded, comparison } = compared;
  const { rows, difference } = comparison;
  const params = { proto: packet.proto };
  const notes = recorded.assumptions.map((code) => `  ${explain(code, lang, params)}\n`);
  const head = ['', say(messages.kernelDid, lang), say(messages.predicted, lang)];
  const body = rows.map((row, index) => rowText(row, index === difference));
  const end =
    difference === undefined
      ? say(messages.sameAsKernel, lang)
      : say(messages.firstDifference, lang, { row: difference + 1 });
  return `${notes.join('')}${table([head, ...body])}${end}\n`;
}

function rowText({ kernel, predicted, same }: ComparedRow, first: boolean): readonly string[] {
  const mark = first ? '>' : same ? '' : '!';
  return [mark, kernel ? eventText(kernel) : '-', predicted ? eventText(predicted) : '-'];
}

function eventText(event: TraceEvent): string {
  const { verdict, to } = event;
  return [placeText(event), verdict, to].filter(Boolean).join(' ');
}

/** `nat/KUBE-SERVICES/7`; `4|6` where the trace leaves open which, `?` where the dump has no such rule. */
function placeText({ kind, table: name, chain, numbers }: TraceEvent): string {
  const number = numbers.length > 0 ? numbers.join('|') : '?';
  return `${name}/${chain}/${kind === 'rule' ? number : kind}`;
}
