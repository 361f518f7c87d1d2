/** The page's side of `live/worker.js`. A worker may be missing or forbidden (`file://`, sandboxed frames). */
import { liveBase } from '../ui/load.ts';
import type { Question } from './ask.ts';
import type { Input } from './define.ts';

export interface WorkerQuestion {
  readonly name: string;
  readonly parts: readonly string[];
  readonly input: Input;
}

/** What comes back: how far the work is, and at last the answer. */
export type WorkerAnswer<Answer> = { readonly progress: number } | { readonly answer: Answer };

/** Nobody can read figures that change faster. */
export const PROGRESS_MS = 100;

let worker: Worker | undefined;
let forbidden = false;
/** Only one question is under way: a newer one ends the worker that is at the old one. */
let atWork = false;

/** The answer, or undefined where the page has to find it by itself. */
export function askWorker<I extends Input, Answer>(
  { name, parts, input }: Question<I>,
  tell: (share: number) => void,
): Promise<{ readonly answer: Answer } | undefined> {
  if (atWork) stop();
  if (forbidden) return Promise.resolve(undefined);
  try {
    worker ??= new Worker(`${liveBase}worker.js`);
  } catch {
    forbidden = true;
    return Promise.resolve(undefined);
  }
  const mine = worker;
  atWork = true;
  return new Promise((resolve) => {
    mine.onmessage = ({ data }: MessageEvent<WorkerAnswer<Answer>>) => {
      if ('progress' in data) return tell(data.progress);
      atWork = false;
      resolve(data);
    };
    mine.onerror = () => {
      forbidden = true;
      stop();
      resolve(undefined);
    };
    mine.postMessage({ name, parts, input } satisfies WorkerQuestion);
  });
}

function stop(): void {
  worker?.terminate();
  worker = undefined;
  atWork = false;
}
