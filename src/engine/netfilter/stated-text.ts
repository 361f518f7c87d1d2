/** The environment and the packets out of YAML or JSON text, every problem at its place. */
import type { Problem } from '../problem.ts';
import { type JsonValue, readDocuments, toJson } from '../read/index.ts';
import { child, positionAt, type SourceNode } from '../source.ts';
import { readEnv } from './env.ts';
import type { Env, Packet } from './packet.ts';
import type { Stated, StatedProblem } from './stated.ts';
import { readPackets } from './stated-packets.ts';

export interface StatedText<Value> {
  readonly value: Value;
  readonly problems: readonly Problem[];
}

/** An empty text states nothing. */
export function readEnvText(text: string): StatedText<Env> {
  return readText(text, readEnv);
}

/** Packets, or flows of packets: see readPackets(). Of several documents the first counts. */
export function readPacketsText(
  text: string,
): StatedText<{ readonly flows: readonly (readonly Packet[])[]; readonly grouped: boolean }> {
  return readText(text, (value) => readPackets(value ?? []));
}

function readText<Value>(
  text: string,
  read: (value: JsonValue | undefined) => Stated<Value>,
): StatedText<Value> {
  const [document] = readDocuments(text);
  if (document && 'problem' in document) {
    return { value: read(undefined).value, problems: [document.problem] };
  }
  const node = document?.node;
  const { value, problems } = read(node && toJson(node));
  return {
    value,
    problems: [
      ...(document?.strict ?? []),
      ...problems.map((problem) => placed(text, node, problem)),
    ],
  };
}

function placed(text: string, root: SourceNode | undefined, problem: StatedProblem): Problem {
  let node = root;
  for (const [, key, index] of problem.path.matchAll(/([^.[\]]+)|\[(\d+)\]/g)) {
    const next: SourceNode | undefined =
      index !== undefined && node?.kind === 'list'
        ? node.items[Number(index)]
        : child(node, key ?? index ?? '');
    // What is missing is told at the object that lacks it.
    if (!next) break;
    node = next;
  }
  return { ...problem, ...positionAt(text, node?.start ?? 0) };
}
