/** `livenotes`, also `kubectl notes`: the widgets' engines and messages for scripts and jump hosts. */
import manifest from '../../package.json' with { type: 'json' };
import { say } from '../ui/messages.ts';
import type { Command, Io } from './command.ts';
import { drive } from './commands/drive.ts';
import { eviction } from './commands/eviction.ts';
import { proxyRules } from './commands/proxy-rules.ts';
import { proxyDiff } from './commands/proxy-diff.ts';
import { proxyShow } from './commands/proxy-show.ts';
import { proxyTrace } from './commands/proxy-trace.ts';
import { qos } from './commands/qos.ts';
import { quantity } from './commands/quantity.ts';
import { read } from './commands/read.ts';
import { replay } from './commands/replay.ts';
import { route } from './commands/route.ts';
import { status } from './commands/status.ts';
import { timeline } from './commands/timeline.ts';
import { messages } from './messages.ts';
import { InputError, languageOf, parseCommon, UsageError } from './options.ts';
import { complainAll, jsonReport } from './output.ts';

const COMMANDS: readonly Command[] = [
  qos,
  quantity,
  eviction,
  read,
  status,
  timeline,
  proxyRules,
  proxyTrace,
  proxyShow,
  proxyDiff,
  route,
  replay,
  drive,
];

export function main(argv: readonly string[], io: Io): number {
  const command = COMMANDS.find((candidate) => wordsOf(candidate).every(isAt(argv)));
  const name = command?.name ?? argv.slice(0, isGroup(argv[0]) ? 2 : 1).join(' ');
  const rest = argv.slice(command ? wordsOf(command).length : 1);
  const lang = languageOf(rest, io.env);
  const help = COMMANDS.map((command) => `  ${command.usage}\n      ${say(command.about, lang)}`);
  const usage = `${say(messages.about, lang)}\n\n${help.join('\n')}\n\n${say(messages.options, lang)}\n`;
  if (name === '' || name === 'help' || name === '--help' || name === '-h') {
    (name === '' ? io.complain : io.print)(usage);
    return name === '' ? 2 : 0;
  }
  if (name === 'version' || name === '--version') {
    io.print(`livenotes ${manifest.version}, Kubernetes v1.37.2\n`);
    return 0;
  }
  if (!command) {
    io.complain(`${say(messages.unknownCommand, lang, { name })}\n\n${usage}`);
    return 2;
  }
  if (rest.includes('--help') || rest.includes('-h')) {
    io.print(
      `${command.usage}\n    ${say(command.about, lang)}\n\n${say(messages.options, lang)}\n`,
    );
    return 0;
  }
  try {
    const options = parseCommon(command, rest, lang, io);
    try {
      return command.run(options, io);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      const problem = { ...error.problem, message: say(error.pair, lang) };
      if (options.json) jsonReport(io, command.report).print([problem]);
      else complainAll([problem], io);
      return 1;
    }
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    io.complain(`livenotes ${name}: ${say(error.pair, lang, error.params)}\n`);
    return 2;
  }
}

/** `proxy trace` is two words. */
function wordsOf({ name }: Command): readonly string[] {
  return name.split(' ');
}

function isAt(argv: readonly string[]): (word: string, index: number) => boolean {
  return (word, index) => argv[index] === word;
}

function isGroup(word: string | undefined): boolean {
  return COMMANDS.some(({ name }) => name.startsWith(`${word} `));
}
