/** Compares what a text reads as with what kubectl's reader of v1.37.2 made of it (tests/oracle/yaml). */
import { isDeepStrictEqual } from 'node:util';
import { readDocuments, type SourceDocument, toJson } from '../../src/engine/read/index.ts';

export interface ReadItem {
  readonly id: string;
  readonly input: string;
  readonly docs: readonly { readonly json?: unknown; readonly error?: string }[];
  /** What strict reading says of the first document, where the whole of it is YAML. */
  readonly strictError?: string;
}

export interface ReadFile {
  readonly items: readonly ReadItem[];
}

/** What upstream says and what we say, where the two differ; of a refusal, that there is one. */
export function readDifference({
  input,
  docs,
}: ReadItem): { readonly want: unknown; readonly have: unknown } | undefined {
  const want = docs.map(({ json, error }) => (error === undefined ? { json } : 'refused'));
  const have = readDocuments(input).map((document) =>
    'node' in document ? { json: toJson(document.node) } : 'refused',
  );
  return isDeepStrictEqual(have, want) ? undefined : { want, have };
}

/** The keys that strict reading of the first document finds twice, as upstream prints them. */
export function repeatedKeys(strictError: string): readonly string[] {
  const found = strictError.matchAll(/key (?:"((?:[^"\\]|\\.)*)"|(\S+)) already set in map/g);
  return [...found].map(([, text, other]) => (text === undefined ? String(other) : unquote(text)));
}

function unquote(text: string): string {
  return JSON.parse(`"${text}"`) as string;
}

/** The one document of a text that has one and can be read. */
export function only(text: string): Extract<SourceDocument, { node: unknown }> {
  const [document, ...more] = readDocuments(text);
  if (document === undefined || more.length > 0) throw new Error('not one document');
  if ('problem' in document) throw new Error(JSON.stringify(document.problem));
  return document;
}
