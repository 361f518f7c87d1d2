/** What the commands of kube-proxy read besides rules: objects, configuration, the node. */
import {
  type Cluster,
  clusterIn,
  type ConfigRefusal,
  defaultConfig,
  type Ip,
  joinClusters,
  type NodeChoice,
  type NodeFacts,
  parseConfig,
  parseIp,
  parseNode,
  type ProxyConfig,
  type ProxyMode,
} from '../engine/kube-proxy/index.ts';
import type { Problem } from '../engine/problem.ts';
import { readDocuments } from '../engine/read/index.ts';
import { say } from '../ui/messages.ts';
import type { Io, Options, Source } from './command.ts';
import { withMessage } from './explain.ts';
import { messages } from './messages.ts';
import { sources, UsageError } from './options.ts';
import type { SaidProblem } from './output.ts';

/** Takes the problems of one file. */
export type Note = (file: string) => (problem: Problem) => void;

export function noteIn(problems: SaidProblem[], { lang }: Options): Note {
  return (file) => (problem) => void problems.push({ ...withMessage(problem, lang), file });
}

export interface Configured {
  readonly config: ProxyConfig | undefined;
  readonly rejected: readonly Pick<ConfigRefusal, 'field' | 'type' | 'detail'>[];
}

export function configOf(
  options: Options,
  mode: ProxyMode | undefined,
  note: Note,
  problems: SaidProblem[],
): Configured {
  const file = options.own['config'];
  if (file === undefined) return { config: defaultConfig(mode), rejected: [] };
  const reading = parseConfig(sources([file])[0]?.text ?? '', mode);
  reading.problems.forEach(note(file));
  for (const refusal of reading.rejected) {
    const said = withMessage(refusal, options.lang);
    const own = [refusal.field, refusal.detail].filter((part) => part !== '').join(': ');
    problems.push({ ...said, message: `${own} (${said.message})`, file });
  }
  return {
    config: reading.config,
    rejected: reading.rejected.map(({ field, type, detail }) => ({ field, type, detail })),
  };
}

export function machineOf(options: Options, note: Note): NodeFacts {
  const file = options.own['env'];
  if (file === undefined) return {};
  const { node, problems } = parseNode(sources([file])[0]?.text ?? '');
  problems.forEach(note(file));
  return node;
}

export function chosenNode({ own }: Options): NodeChoice {
  const name = own['node'];
  const stated = own['node-ip'];
  const ips = stated?.split(',').map((value): Ip => {
    const ip = parseIp(value.trim());
    if (ip === undefined) throw new UsageError(messages.badAddress, { option: 'node-ip', value });
    return ip;
  });
  return { ...(name === undefined ? {} : { name }), ...(ips === undefined ? {} : { ips }) };
}

export function clusterOf(
  inputs: readonly Source[],
  note: Note,
  { lang }: Options,
  io: Io,
): Cluster {
  return joinClusters(
    inputs.map(({ name, text }) => {
      const reading = clusterIn(readDocuments(text), text);
      reading.problems.forEach(note(name));
      for (const { kind, count } of reading.skipped) {
        io.complain(`${say(messages.skipped, lang, { kind, count })}\n`);
      }
      return reading.cluster;
    }),
  );
}
