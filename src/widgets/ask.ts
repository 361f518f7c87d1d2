/**
 * Asks a widget's engine, which is loaded at the first question, without holding up the page: a long text
 * is answered by a worker, any other in slices.
 */
import { livenotes, loadScript } from '../ui/load.ts';
import { askWorker } from './ask-worker.ts';
import type { Answering, Input } from './define.ts';

const SLICE_MS = 12;
/** A text of this many characters takes long to read: better to wait until typing pauses. */
const LONG_TEXT = 200_000;
const LONG_TEXT_PAUSE_MS = 250;

/** The last long text: nobody is typing where only an option changes. */
let lastText = '';

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
export async function ask<I extends Input, Answer>(
  question: Question<I>,
): Promise<{ readonly answer: Answer } | undefined> {
  const { name, parts, input, stale } = question;
  if (input.input.length > LONG_TEXT) {
    if (input.input !== lastText) await pause(LONG_TEXT_PAUSE_MS);
    if (stale()) return undefined;
    lastText = input.input;
    const found = await askWorker<I, Answer>(question, (share) => tellProgress(name, share));
    if (stale()) return undefined;
    if (found) return found;
  }
  await Promise.all(parts.map(loadScript));
  if (stale()) return undefined;
  const steps = (livenotes.parts[`${name}.answer`] as Answering<I, Answer>)(input);
  let end = performance.now() + SLICE_MS;
  for (;;) {
    const step = steps.next();
    if (step.done) return stale() ? undefined : { answer: step.value };
    if (performance.now() < end) continue;
    if (typeof step.value === 'number') tellProgress(name, step.value);
    await pause(0);
    if (stale()) return undefined;
    end = performance.now() + SLICE_MS;
  }
}

/**
 * Beside what the frame says while it is busy (`ui.css`): an attribute, so that a figure that changes ten
 * times a second renders nothing.
 */
function tellProgress(name: string, share: number): void {
  const busy = `kln-widget[name="${name}"] .w[aria-busy="true"] > .w-foot`;
  for (const foot of document.querySelectorAll<HTMLElement>(busy)) {
    foot.dataset['progress'] = `${Math.round(share * 100)} %`;
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resume) => setTimeout(resume, milliseconds));
}
