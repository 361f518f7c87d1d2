import { type ReadCode, readDocuments, printJson } from '../../engine/read/index.ts';
import type { Problem } from '../../engine/problem.ts';
import { say } from '../../ui/messages.ts';
import { readMessages } from '../../ui/read-messages.ts';
import type { Command } from '../command.ts';
import { messages } from '../messages.ts';
import { sources } from '../options.ts';
import { complainAll, exitStatus, jsonReport, type SaidProblem } from '../output.ts';

type Item = { readonly json: string } | { readonly problem: SaidProblem };

export const read: Command = {
  name: 'read',
  usage: 'livenotes read [FILE…]',
  about: messages.aboutRead,
  report: 'ReadReport',
  own: [],
  run(options, io) {
    const items: Item[] = [];
    const problems: SaidProblem[] = [];
    const note = (problem: Problem<ReadCode>, file: string): SaidProblem => {
      const message = say(readMessages[problem.code], options.lang, problem.params);
      const said = { ...problem, message, file };
      problems.push(said);
      return said;
    };
    for (const { name, text } of sources([...options.files, ...options.operands])) {
      for (const document of readDocuments(text)) {
        if ('problem' in document) items.push({ problem: note(document.problem, name) });
        else {
          items.push({ json: printJson(document.node) });
          for (const problem of document.strict) note(problem, name);
        }
      }
    }
    const values = items.flatMap((item) => ('json' in item ? [item.json] : []));
    if (options.json) {
      const report = jsonReport(io, read.report);
      for (const item of items) {
        // Parsed and printed again, a number such as 1e400 would be lost.
        report.add('json' in item ? `{"json":${item.json}}` : item);
      }
      report.print(problems);
    } else {
      io.print(values.map((line) => `${line}\n`).join(''));
      complainAll(problems, io);
    }
    return exitStatus(values.join(' '), problems.length, options, io);
  },
};
