/** Writing the usage back as a map, with one figure changed. */
import type { Signal } from '../../engine/eviction/index.ts';
import type { EvictionAnswer } from './answer.ts';

const RESOURCES: Readonly<Record<Signal, string>> = {
  memory: 'memory',
  disk: 'ephemeral-storage',
  pids: 'pids',
};

/** The usage text in which `pod` (`namespace/name`) has this figure; an empty one takes it out. */
export function withFigure(answer: EvictionAnswer, pod: string, figure: string): string {
  const figures = new Map(answer.usage);
  const { [RESOURCES[answer.signal]]: _, ...others } = figures.get(pod) ?? {};
  const written = figure.trim();
  figures.set(pod, written === '' ? others : { ...others, [RESOURCES[answer.signal]]: written });
  return [...figures]
    .filter(([, known]) => Object.keys(known).length > 0)
    .map(([name, known]) => {
      const pairs = Object.entries(known).map(([resource, text]) => `${resource}: ${scalar(text)}`);
      return `${scalar(name)}: {${pairs.join(', ')}}\n`;
    })
    .join('');
}

function scalar(text: string): string {
  return /^[\w./-]+$/.test(text) ? text : JSON.stringify(text);
}
