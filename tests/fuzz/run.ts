/**
 * `npm run fuzz -- --minutes N [--seed S]`: dumps, packets, environments and traces that nobody would write, as
 * long as there is time. Nothing may throw, a dump is printed back byte for byte, every walk ends with its
 * probabilities adding to 1 and a reason for each end. What fails is shrunk and printed with its seed.
 */
import { parseArgs } from 'node:util';
import fc from 'fast-check';
import {
  compareTrace,
  type Dump,
  NOTHING_STATED,
  type Outcome,
  parseDump,
  printDump,
  printMonitor,
  readEnv,
  readEnvText,
  readPacketLine,
  readPackets,
  readPacketsText,
  readTrace,
  tracePacket,
  worldAfter,
} from '../../src/engine/netfilter/index.ts';
import { node, packet } from '../engine/netfilter-arbitraries.ts';
import { loadFixture } from '../fixtures.ts';
import { packets } from '../kernel/rules.ts';
import { anyDump, mutated } from './dumps.ts';

const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '1' }, seed: { type: 'string' } },
});
const minutes = Number(values.minutes);
if (!(minutes > 0)) {
  console.error(`--minutes takes a number above 0, not ${values.minutes}`);
  process.exit(2);
}
const first = values.seed === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(values.seed);

const stated = readEnv({
  ...node,
  ipsets: { S: { type: 'hash:ip', members: ['10.0.0.1'] } },
}).value;
const env = fc.constantFrom(
  NOTHING_STATED,
  stated,
  { ...stated, routes: [] },
  { ...stated, localIPs: [] },
);
const anyPacket = fc.oneof(
  fc.tuple(fc.nat(), fc.boolean()).map(([seed, v6]) => packets(seed, v6, 1)[0]),
  packet().map((value) => readPackets([value]).value.flows[0]?.[0]),
);
const recorded = loadFixture<Record<string, string>>('netfilter/monitor.json.gz');
const trace = mutated(
  fc.constantFrom(recorded['monitor'], recorded['nft'], recorded['kernelLog']).map(String),
);
const words = fc.oneof(fc.json(), fc.string({ unit: 'binary' }), fc.constant('tcp 10.0.0.1:1 -> '));

const LONGEST_WALK_MS = 2000;

interface Subject {
  readonly arbitrary: fc.Arbitrary<Readonly<Record<string, unknown>>>;
  readonly check: (input: Readonly<Record<string, unknown>>) => void;
}

function subject<Input extends Readonly<Record<string, unknown>>>(
  inputs: { readonly [Key in keyof Input]: fc.Arbitrary<Input[Key]> },
  check: (input: Input) => void,
): Subject {
  return { arbitrary: fc.record(inputs) as never, check: check as never };
}

const SUBJECTS: Readonly<Record<string, Subject>> = {
  'a dump is printed back': subject({ text: anyDump }, ({ text }) => {
    const dump = parseDump(text);
    const back = printDump(dump);
    if (back !== text) throw new Error(`printed back as ${JSON.stringify(back)}`);
    for (const { line, column } of dump.problems) {
      const length = dump.lines[line - 1]?.length ?? 0;
      if (line < 1 || column < 1 || column > length + 1) throw new Error(`${line}:${column}`);
    }
  }),
  'every walk ends, with a reason': subject(
    {
      text: anyDump,
      around: env,
      sent: fc.array(anyPacket, { minLength: 1, maxLength: 2 }),
      all: fc.boolean(),
    },
    ({ text, around, sent, all }) => {
      const dump = parseDump(text);
      let world: Parameters<typeof tracePacket>[3];
      for (const each of sent) {
        if (!each) continue;
        const started = performance.now();
        const outcomes = tracePacket(dump, around, each, world, { all });
        const ms = performance.now() - started;
        if (ms > LONGEST_WALK_MS) throw new Error(`a walk took ${Math.round(ms)} ms`);
        ended(outcomes);
        world = worldAfter(outcomes, undefined);
        printed(dump, outcomes.slice(0, 4));
      }
    },
  ),
  'a trace is read': subject({ text: anyDump, around: env, pasted: trace }, (input) => {
    const dump = parseDump(input.text);
    for (const { packet: shown, events } of readTrace(input.pasted, dump).packets) {
      if (shown) compareTrace(events, tracePacket(dump, input.around, shown));
    }
  }),
  'what is stated is read': subject({ text: words }, ({ text }) => {
    readEnvText(text);
    readPacketsText(text);
    readPacketLine(text);
    try {
      readEnv(JSON.parse(text));
      readPackets(JSON.parse(text));
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
    }
  }),
};

function ended(outcomes: readonly Outcome[]): void {
  const sum = outcomes.reduce((total, { probability }) => total + probability, 0);
  if (!(Math.abs(sum - 1) < 1e-6)) throw new Error(`probabilities add to ${sum}`);
  for (const { verdict, unknown, lost, rejectWith, steps, out } of outcomes) {
    const last = steps.at(-1)?.code;
    const reason = {
      unknown: unknown !== undefined,
      drop: lost !== undefined || last === 'rule-drop' || last === 'policy-drop',
      reject: rejectWith !== undefined && last === 'rule-reject',
      accept: unknown === undefined && lost === undefined && out !== '',
    }[verdict];
    if (!reason) throw new Error(`no reason for ${verdict} after ${last}`);
  }
}

function printed(dump: Dump, outcomes: readonly Outcome[]): void {
  for (const outcome of outcomes) {
    const { packets: read, problems } = readTrace(printMonitor(dump, outcome), dump);
    if (problems.length > 0) throw new Error(`printed walk: ${JSON.stringify(problems)}`);
    const difference = read[0] && compareTrace(read[0].events, [outcome])?.difference;
    if (difference !== undefined) throw new Error(`printed walk parts at ${difference}`);
  }
}

/** A dump comes whole out of its generator: what is left of it is shortened line by line, halves first. */
function shortened({ check }: Subject, input: Readonly<Record<string, unknown>>) {
  const fails = (tried: typeof input) => {
    try {
      check(tried);
      return false;
    } catch {
      return true;
    }
  };
  let left = input;
  for (const [name, value] of Object.entries(input)) {
    if (typeof value !== 'string') continue;
    let lines = value.split('\n');
    for (let size = lines.length; size >= 1; size = Math.floor(size / 2)) {
      for (let at = 0; at < lines.length;) {
        const fewer = lines.toSpliced(at, size);
        const tried = { ...left, [name]: fewer.join('\n') };
        if (fails(tried)) [left, lines] = [tried, fewer];
        else at += size;
      }
    }
  }
  return left;
}

const until = Date.now() + minutes * 60_000;
const counts = new Map<string, number>();
console.log(`seed ${first}`);
for (let seed = first; Date.now() < until; seed++) {
  for (const [name, each] of Object.entries(SUBJECTS)) {
    const left = until - Date.now();
    if (left <= 0) break;
    const property = fc.property(each.arbitrary, each.check);
    const ran = fc.check(property, { seed, numRuns: 200, interruptAfterTimeLimit: left });
    counts.set(name, (counts.get(name) ?? 0) + ran.numRuns);
    if (!ran.failed || ran.counterexample === null) continue;
    const [input] = ran.counterexample;
    console.error(`FAILED ${name}\nseed ${seed}, path ${ran.counterexamplePath}`);
    console.error(JSON.stringify(shortened(each, input), undefined, 2));
    console.error(ran.errorInstance);
    process.exit(1);
  }
}
for (const [name, runs] of counts) console.log(`${String(runs).padStart(8)} ${name}`);
