/** One object as the reader of the product gives it to the engines behind it. */
import { readDocuments } from '../../src/engine/read/index.ts';
import type { SourceNode } from '../../src/engine/source.ts';

export function sourceOf(text: string): SourceNode {
  const [document] = readDocuments(text);
  if (document === undefined || 'problem' in document) throw new Error(`Cannot read ${text}`);
  return document.node;
}
