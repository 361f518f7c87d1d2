/** Answers long texts beside the page, with the same scripts that the page would use. */
import { livenotes } from '../ui/load.ts';
import { PROGRESS_MS, type WorkerAnswer, type WorkerQuestion } from './ask-worker.ts';
import type { Answering, Input } from './define.ts';

/** As much of the worker's global scope as is used: the DOM's types know the page's only. */
interface Scope {
  onmessage: (event: MessageEvent<WorkerQuestion>) => void;
  readonly postMessage: (message: WorkerAnswer<unknown>) => void;
  readonly importScripts: (...scripts: readonly string[]) => void;
}

const scope = globalThis as unknown as Scope;

scope.onmessage = ({ data: { name, parts, input } }) => {
  const wanted = parts.filter((part) => livenotes.parts[part] === undefined);
  scope.importScripts(...wanted.map((part) => `${part}.js`));
  const answering = livenotes.parts[`${name}.answer`] as Answering<Input, unknown>;
  const steps = answering(input);
  let step = steps.next();
  let told = performance.now();
  for (; !step.done; step = steps.next()) {
    if (typeof step.value !== 'number' || performance.now() < told + PROGRESS_MS) continue;
    told = performance.now();
    scope.postMessage({ progress: step.value });
  }
  scope.postMessage({ answer: step.value });
};
