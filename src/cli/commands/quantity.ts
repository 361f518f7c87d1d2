import {
  canonical,
  milliValue,
  parseQuantity,
  type QuantityCode,
  value,
} from '../../engine/quantity/index.ts';
import { say } from '../../ui/messages.ts';
import { quantityMessages } from '../../ui/quantity-messages.ts';
import type { Command } from '../command.ts';
import { messages } from '../messages.ts';
import { sources } from '../options.ts';
import { complainAll, exitStatus, jsonReport, type SaidProblem, table } from '../output.ts';

type Item =
  | {
      readonly input: string;
      readonly valid: true;
      readonly canonical: string;
      readonly format: string;
      readonly value: string;
      readonly milliValue: string;
    }
  | {
      readonly input: string;
      readonly valid: false;
      readonly problem: { readonly code: QuantityCode; readonly message: string };
    };

export const quantity: Command = {
  name: 'quantity',
  usage: 'livenotes quantity [VALUE…]',
  about: messages.aboutQuantity,
  report: 'QuantityReport',
  own: [],
  run(options, io) {
    const named = options.operands.length > 0;
    const lines = named
      ? [{ name: 'argument', lines: [...options.operands] }]
      : sources(options.files).map(({ name, text }) => ({ name, lines: linesOf(text) }));
    const items: Item[] = [];
    const problems: SaidProblem[] = [];
    for (const source of lines) {
      for (const [at, input] of source.lines.entries()) {
        const item = read(input, (code) =>
          say(quantityMessages[code], options.lang, { value: input }),
        );
        items.push(item);
        if (item.valid) continue;
        const place = { file: source.name, line: at + 1, column: 1, path: '', params: {} };
        problems.push({ ...place, ...item.problem });
      }
    }
    if (options.json) {
      const report = jsonReport(io, quantity.report);
      items.forEach(report.add);
      report.print(problems);
    } else {
      const rows = items.map((item) =>
        item.valid
          ? [item.input, item.canonical, item.format, item.value, item.milliValue]
          : [item.input, '-'],
      );
      io.print(table([['INPUT', 'CANONICAL', 'FORMAT', 'VALUE', 'MILLI'], ...rows]));
      complainAll(problems, io);
    }
    const found = items.map((item) => (item.valid ? item.canonical : 'invalid')).join(' ');
    return exitStatus(found, problems.length, options, io);
  },
};

function linesOf(text: string): string[] {
  const lines = text.split('\n').map((line) => line.replace(/\r$/, ''));
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

function read(input: string, explain: (code: QuantityCode) => string): Item {
  const parsed = parseQuantity(input);
  if (!parsed.ok) {
    return { input, valid: false, problem: { code: parsed.code, message: explain(parsed.code) } };
  }
  return {
    input,
    valid: true,
    canonical: canonical(parsed.quantity),
    format: parsed.quantity.format,
    value: String(value(parsed.quantity)),
    milliValue: String(milliValue(parsed.quantity)),
  };
}
