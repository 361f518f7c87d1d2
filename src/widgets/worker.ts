/** Answers long texts beside the page, with the same scripts that the page would use. */
import { livenotes } from '../ui/load.ts';
import type { WorkerQuestion } from './ask-worker.ts';
import { type Answering, type Input, runAnswer } from './define.ts';

/** As much of the worker's global scope as is used: the DOM's types know the page's only. */
interface Scope {
  onmessage: (event: MessageEvent<WorkerQuestion>) => void;
  readonly postMessage: (answer: unknown) => void;
  readonly importScripts: (...scripts: readonly string[]) => void;
}

const scope = globalThis as unknown as Scope;

scope.onmessage = ({ data: { name, parts, input } }) => {
  const wanted = parts.filter((part) => livenotes.parts[part] === undefined);
  scope.importScripts(...wanted.map((part) => `${part}.js`));
  const answering = livenotes.parts[`${name}.answer`] as Answering<Input, unknown>;
  scope.postMessage(runAnswer(answering(input)));
};
