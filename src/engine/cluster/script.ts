/**
 * What happens to the cluster, a line each: a time and a command, or, without a time, how the containers behave.
 *
 *     ready-after 2s [IMAGE]     readiness and startup probes succeed from then on; 2s unless said otherwise
 *     stop-takes 2s [IMAGE]      from SIGTERM to the end; 2s
 *     crash-after 5s [IMAGE]     ends by itself with exit code 1
 *     missing IMAGE              cannot be pulled
 *     until 5m                   how far to play
 *     seed 7                     draws names and jitter
 *     0s  kubectl apply -f -
 *     10s stop scheduler
 *     20s start scheduler
 *
 * `#` begins a comment. Bad lines are problems with their line; the rest is played.
 */
import { parseDuration } from '../lifecycle/index.ts';
import type { Params, Problem } from '../problem.ts';
import { type Command, type CommandRefusal, parseKubectl } from './commands.ts';
import { type Part, PARTS } from './world.ts';

export type ScriptProblemCode =
  /** Neither a time nor a setting. params: word */
  | 'drive-line'
  /** params: word, expected (`duration`, `number`, `image`, `part`) */
  | 'drive-value'
  | CommandRefusal
  /** More than it plays. params: most */
  | 'drive-script-long'
  /** Longer than it plays, or a line after the end. params: most */
  | 'drive-until-long';

export type Timed =
  | {
      readonly at: number;
      readonly line: number;
      readonly column: number;
      readonly do: 'kubectl';
      readonly text: string;
      readonly command: Command;
    }
  | {
      readonly at: number;
      readonly line: number;
      readonly column: number;
      readonly do: 'stop' | 'start';
      readonly part: Part;
    };

/** Milliseconds. */
export interface AppFacts {
  readonly readyAfter: number;
  readonly stopTakes: number;
  readonly crashAfter: number | undefined;
  readonly missing: boolean;
}

export interface Settings {
  readonly seed: number;
  /** By image; `*` of all others. */
  readonly apps: ReadonlyMap<string, Partial<AppFacts>>;
}

export interface Script {
  readonly settings: Settings;
  readonly timed: readonly Timed[];
  /** Milliseconds. */
  readonly until: number;
  readonly problems: readonly Problem<ScriptProblemCode>[];
}

const MOST_COMMANDS = 200;
/** After the last command. */
const GOES_ON = 60_000;
const LONGEST = { time: 30 * 60_000, text: '30m' } as const;
const PLAIN: AppFacts = {
  readyAfter: 2000,
  stopTakes: 2000,
  crashAfter: undefined,
  missing: false,
};
const ALL = '*';

export function factsFor({ apps }: Settings, image: string): AppFacts {
  return { ...PLAIN, ...apps.get(ALL), ...apps.get(image) };
}

export function readScript(text: string): Script {
  const problems: Problem<ScriptProblemCode>[] = [];
  const apps = new Map<string, Partial<AppFacts>>();
  const timed: Timed[] = [];
  let seed = 1;
  let until: { readonly time: number; readonly text: string } | undefined;
  for (const [index, written] of text.split('\n').entries()) {
    const line = index + 1;
    const bare = written.replace(/(^|\s)#.*$/, '').trim();
    if (bare === '') continue;
    const column = written.length - written.trimStart().length + 1;
    const refuse = (code: ScriptProblemCode, params: Params): void => {
      problems.push({ code, path: '', params, line, column });
    };
    const [word = '', ...rest] = bare.split(/\s+/);
    const time = parseDuration(word);
    if (time !== undefined) {
      const found = timedLine({ at: time, line, column }, bare.slice(word.length).trim(), refuse);
      if (found !== undefined) timed.push(found);
      continue;
    }
    const [value = '', image = ALL] = rest;
    if (word === 'seed') {
      if (/^\d{1,9}$/.test(value)) seed = Number(value);
      else refuse('drive-value', { word, expected: 'number' });
    } else if (word === 'until') {
      const end = parseDuration(value);
      if (end === undefined) refuse('drive-value', { word, expected: 'duration' });
      else if (end > LONGEST.time) refuse('drive-until-long', { most: LONGEST.text });
      else until = { time: end, text: value };
    } else if (word === 'missing') {
      if (value === '') refuse('drive-value', { word, expected: 'image' });
      else apps.set(value, { ...apps.get(value), missing: true });
    } else if (Object.hasOwn(SETTINGS, word)) {
      const span = parseDuration(value);
      const key = SETTINGS[word as keyof typeof SETTINGS];
      if (span === undefined) refuse('drive-value', { word, expected: 'duration' });
      else apps.set(image, { ...apps.get(image), [key]: span });
    } else refuse('drive-line', { word });
  }
  if (timed.length > MOST_COMMANDS) {
    const { line = 1, column = 1 } = timed[MOST_COMMANDS] ?? {};
    problems.push({
      code: 'drive-script-long',
      path: '',
      params: { most: MOST_COMMANDS },
      line,
      column,
    });
  }
  const end = until ?? LONGEST;
  for (const { at, line, column } of timed) {
    if (at <= end.time) continue;
    const params = { most: end.text };
    problems.push({ code: 'drive-until-long', path: '', params, line, column });
  }
  const played = timed
    .slice(0, MOST_COMMANDS)
    .filter(({ at }) => at <= end.time)
    .toSorted((one, other) => one.at - other.at);
  const last = played.at(-1)?.at ?? 0;
  return {
    settings: { seed, apps },
    timed: played,
    until: until?.time ?? Math.min(last + GOES_ON, LONGEST.time),
    problems,
  };
}

const SETTINGS = {
  'ready-after': 'readyAfter',
  'stop-takes': 'stopTakes',
  'crash-after': 'crashAfter',
} as const;

function timedLine(
  place: { readonly at: number; readonly line: number; readonly column: number },
  text: string,
  refuse: (code: ScriptProblemCode, params: Params) => void,
): Timed | undefined {
  const [word = '', value = ''] = text.split(/\s+/);
  if (word === 'stop' || word === 'start') {
    const part = PARTS.find((each) => each === value.replace(/^kube-/, ''));
    if (part === undefined) refuse('drive-value', { word, expected: PARTS.join(', ') });
    return part && { ...place, do: word, part };
  }
  const typed = text.replace(/^\$\s*/, '');
  const command = parseKubectl(typed);
  if ('refusal' in command) {
    refuse(command.refusal, command.params);
    return undefined;
  }
  return { ...place, do: 'kubectl', text: typed, command };
}
