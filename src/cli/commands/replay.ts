import { type Step, tellStory } from '../../engine/control-plane/index.ts';
import { causeMessages, factMessages } from '../../ui/control-plane-messages.ts';
import { say } from '../../ui/messages.ts';
import { stepLine, writersOf } from '../../ui/story-rows.ts';
import type { Command, Options } from '../command.ts';
import { withMessage } from '../explain.ts';
import { messages } from '../messages.ts';
import { sources } from '../options.ts';
import { complainAll, exitStatus, jsonReport, type SaidProblem } from '../output.ts';
import { printStory } from '../story-text.ts';

/** An audit log or Events, write by write. */
export const replay: Command = {
  name: 'replay',
  usage: 'livenotes replay [FILE…]',
  about: messages.aboutReplay,
  report: 'StoryReport',
  own: [],
  run(options, io) {
    const problems: SaidProblem[] = [];
    const stories = sources([...options.files, ...options.operands]).map(({ name, text }) => {
      const story = tellStory(text);
      for (const problem of story.problems) {
        problems.push({ ...withMessage(problem, options.lang), file: name });
      }
      return story;
    });
    if (options.json) {
      const report = jsonReport(io, replay.report);
      for (const step of stories.flatMap(({ steps }) => steps)) report.add(itemOf(step, options));
      report.print(problems);
    } else {
      for (const story of stories) io.print(printStory(story, options));
      complainAll(problems, io);
    }
    return exitStatus(stories.map(writersOf).join(' '), problems.length, options, io);
  },
};

/** A step as JSON: the engine's fields, the cause with its sentence. */
export function itemOf(step: Step, { lang }: Options): object {
  const { cause, ...rest } = step;
  return {
    ...rest,
    line: stepLine(step),
    cause: {
      ...cause,
      message: say(causeMessages[cause.code], lang),
      ...(cause.seen && { facts: cause.seen.facts.map((fact) => say(factMessages[fact], lang)) }),
    },
  };
}
