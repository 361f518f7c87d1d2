/** Short ways to write a Pod and to ask about it. */
import { type PodAnswer, type PodReport, answerPods } from '../../src/engine/qos/index.ts';
import { checkSchema } from '../../src/engine/schema/index.ts';
import { sourceOf } from './json-source.ts';

/**
 * A Pod as JSON text with one container; `resources` is that container's and starts on line 6, `spec` are
 * further fields of the spec on line 4, `more` further containers on the line behind `resources`.
 */
export function pod(resources: string, spec = '', more = ''): string {
  return `{"apiVersion": "v1", "kind": "Pod",
"metadata": {"name": "p"},
"spec": {
${spec}
"containers": [{"name": "a", "image": "a",
"resources": ${resources}}${more === '' ? '' : `,\n${more}`}]}}`;
}

export function report(...texts: readonly string[]): PodReport {
  const text = texts[0] ?? '';
  const documents = texts.map((document) => ({ node: sourceOf(document) }));
  return answerPods(documents, text, { nodeMemory: 4n << 30n, check: checkSchema });
}

export function answer(text: string): PodAnswer {
  const [item] = report(text).items;
  if (item === undefined) throw new Error('no Pod in the text');
  return item;
}
