import { type ClusterState, driving, stateAt } from '../../engine/cluster/index.ts';
import { runToEnd } from '../../engine/run-to-end.ts';
import { say } from '../../ui/messages.ts';
import type { Command } from '../command.ts';
import { withMessage } from '../explain.ts';
import { joined, placeIn } from '../joined.ts';
import { messages } from '../messages.ts';
import { sources } from '../options.ts';
import { complainAll, exitStatus, jsonReport, type SaidProblem, table } from '../output.ts';
import { printStory } from '../story-text.ts';
import { itemOf } from './replay.ts';

/** The reader's own Deployments and Services, played through a script of commands. */
export const drive: Command = {
  name: 'drive',
  usage: 'livenotes drive -f FILE [--script FILE]',
  about: messages.aboutDrive,
  report: 'StoryReport',
  own: ['script'],
  run(options, io) {
    const { lang } = options;
    const problems: SaidProblem[] = [];
    const read = sources([...options.files, ...options.operands]);
    const file = options.own['script'];
    const script = file === undefined ? APPLY : (sources([file])[0]?.text ?? '');
    const played = runToEnd(driving(joined(read), script));
    for (const problem of played.problems) {
      problems.push({ ...withMessage(problem, lang), ...placeIn(read, problem.line) });
    }
    for (const problem of played.scriptProblems) {
      problems.push({ ...withMessage(problem, lang), file: file ?? '--script' });
    }
    for (const kind of played.skipped) {
      io.complain(`${say(messages.skipped, lang, { kind, count: 1 })}\n`);
    }
    if (played.unplayed.length > 0) {
      const fields = played.unplayed.join(', ');
      io.complain(`${say(messages.unplayed, lang, { fields })}\n`);
    }
    const { story, history, until } = played;
    const state = stateAt(history, Number.POSITIVE_INFINITY, until);
    if (options.json) {
      const report = jsonReport(io, drive.report);
      for (const step of story.steps) report.add(itemOf(step, options));
      report.print(problems, { state });
    } else {
      io.print(printStory(story, options));
      io.print(`\n${stateText(state)}`);
      complainAll(problems, io);
    }
    const ready = state.deployments.map(({ name, ready: count }) => `${name} ${count}`);
    return exitStatus(ready.join(' '), problems.length, options, io);
  },
};

const APPLY = '0s kubectl apply -f -\n';

function stateText({ deployments, replicaSets, pods, services }: ClusterState): string {
  return table([
    ['NAME', 'READY', 'STATUS'],
    ...deployments.map(({ shown, ready, progress }) => [`deployment/${shown}`, ready, progress]),
    ...replicaSets.map(({ shown, desired, ready }) => [
      `replicaset/${shown}`,
      `${ready}/${desired}`,
      '',
    ]),
    ...pods.map(({ shown, ready, status }) => [`pod/${shown}`, ready, status]),
    ...services.map(({ shown, ready, notReady, terminating }) => [
      `service/${shown}`,
      `${ready}/${ready + notReady + terminating}`,
      '',
    ]),
  ]);
}
