/** Asks a widget's engine, which is loaded at the first question, without holding up the page. */
import { livenotes, loadScript } from '../ui/load.ts';
import type { Answering, Input } from './define.ts';

const SLICE_MS = 12;
/** A text of this many characters takes long to read: better to wait until typing pauses. */
const LONG_TEXT = 200_000;
const LONG_TEXT_PAUSE_MS = 250;

export interface Question<I extends Input> {
  /** The widget's name. */
  readonly name: string;
  /** The scripts that the answer needs, in order. */
  readonly parts: readonly string[];
  readonly input: I;
  /** Whether a newer question has been asked: this one is then dropped. */
  readonly stale: () => boolean;
}

/** The answer, or undefined when the question went stale. Rejects when a script cannot be loaded. */
export async function ask<I extends Input, Answer>({
  name,
  parts,
  input,
  stale,
}: Question<I>): Promise<{ readonly answer: Answer } | undefined> {
  if (input.input.length > LONG_TEXT) await pause(LONG_TEXT_PAUSE_MS);
  for (const part of parts) await loadScript(part);
  if (stale()) return undefined;
  const answering = livenotes.parts[`${name}.answer`] as Answering<I, Answer>;
  const steps = answering(input);
  let end = performance.now() + SLICE_MS;
  for (;;) {
    const step = steps.next();
    if (step.done) return stale() ? undefined : { answer: step.value };
    if (performance.now() < end) continue;
    await pause(0);
    if (stale()) return undefined;
    end = performance.now() + SLICE_MS;
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resume) => setTimeout(resume, milliseconds));
}
