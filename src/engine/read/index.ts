/**
 * What kubectl reads from a text: apimachinery's NewYAMLOrJSONDecoder (pkg/util/yaml/decoder.go, v1.37.2)
 * over encoding/json and sigs.k8s.io/yaml v1.6.0 with go-yaml v2. Every value keeps its place in the text.
 *
 * A text that starts with `{` is a stream of JSON values until one cannot be read; at the first or second
 * value the rest is then tried as YAML. YAML is cut into documents at lines that start with `---`.
 *
 * Left out: bytes that are no UTF-8, which kubectl refuses in YAML (a string comes in here, so whoever
 * turns bytes into a string has to look); a second byte order mark at the start, which makes go-yaml lose
 * a character per line; control characters far behind a `...` line, which go-yaml does not get to see.
 */
import type { Problem } from '../problem.ts';
import { positionAt, type SourceNode } from '../source.ts';
import { type ReadCode, type Refusal, Refused } from './code.ts';
import { findDuplicates } from './duplicates.ts';
import { explainFullWidth } from './full-width.ts';
import { readJson } from './json.ts';
import { readYaml } from './yaml.ts';
import type { Decoded } from './yaml-value.ts';

export type { ReadCode } from './code.ts';
export { type JsonValue, printJson, toJson } from './json-value.ts';

export type SourceDocument =
  | {
      readonly node: SourceNode;
      /** What strict reading, the API server's default for kubectl, refuses on top: repeated keys. */
      readonly strict: readonly Problem<ReadCode>[];
    }
  | { readonly problem: Problem<ReadCode> };

/**
 * The documents in order, empty ones and `null` left out. Nothing is read behind the first problem, which
 * is then the last item. Offsets are UTF-16 indices into `text`.
 */
export function readDocuments(text: string): readonly SourceDocument[] {
  const stream: Stream = { text: text.toWellFormed(), documents: [] };
  if (startsWithBrace(stream.text)) readJsonStream(stream);
  else readYamlStream(stream, 0);
  return stream.documents;
}

interface Stream {
  readonly text: string;
  readonly documents: SourceDocument[];
}

/** Go's unicode.IsSpace. */
const space = /^[\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]$/;

/** Only the first 4096 bytes are looked at. */
function startsWithBrace(text: string): boolean {
  let bytes = 0;
  for (const character of text) {
    if (!space.test(character)) return character === '{';
    bytes += bytesOf(character);
    if (bytes >= 4096) return false;
  }
  return false;
}

function bytesOf(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
}

function readJsonStream(stream: Stream): void {
  const { text } = stream;
  let at = 0;
  for (let count = 0; ; count++) {
    const read = attempt(() => readJson(text, at));
    if (read === undefined) return;
    if (isRefusal(read)) {
      const yamlStart = count > 1 ? undefined : skipSpace(text, at);
      if (yamlStart === undefined) addProblem(stream, read);
      else readYamlStream(stream, yamlStart, read);
      return;
    }
    at = read.end;
    addNode(stream, read);
  }
}

/**
 * Where YAML may start behind JSON: at the first line end or the first character that is no space.
 * kubectl looks four bytes ahead and gives up where the text has fewer left.
 */
function skipSpace(text: string, start: number): number | undefined {
  for (let at = start; ; at++) {
    const ahead = Array.from(text.slice(at, at + 4), bytesOf);
    if (ahead.reduce((sum, bytes) => sum + bytes, 0) < 4) return undefined;
    const character = text.charAt(at);
    if (character === '\ufffd') return undefined;
    if (!space.test(character)) return at;
    if (character === '\n') return at + 1;
  }
}

/**
 * `jsonRefusal`: why the first document is no JSON. If it is no YAML either, kubectl prints this one; here
 * the one counts that stands further down, for that reader understood more of the text.
 */
function readYamlStream(stream: Stream, start: number, jsonRefusal?: Refusal): void {
  const { text } = stream;
  // kubectl's line reader ends every line, the last one too.
  // A CR before that stays: a second one keeps `readBreak` from counting it in.
  const lines = text.endsWith('\n') ? text : `${text}${text.endsWith('\r') ? '\r\n' : '\n'}`;
  let first = jsonRefusal;
  for (let at = start; at < text.length; first = undefined) {
    const from = at;
    const separator = findSeparator(lines, from);
    const end = separator?.start ?? lines.length;
    const read = attempt(() => {
      if (separator?.refused !== undefined) throw separator.refused;
      return readYaml(lines, from, end);
    });
    if (isRefusal(read)) {
      addProblem(stream, first !== undefined && first.at >= read.at ? first : read);
      return;
    }
    if (read !== undefined) addNode(stream, read);
    at = separator?.end ?? lines.length;
  }
}

interface Separator {
  readonly start: number;
  readonly end: number;
  /** Something other than a comment stands behind the dashes. */
  readonly refused: Refused | undefined;
}

/** The separator that ends a document; one right at its start belongs to it, unless it is wrong. */
function findSeparator(text: string, start: number): Separator | undefined {
  const opening = text.startsWith('---', start) ? separatorAt(text, start) : undefined;
  if (opening?.refused !== undefined) return opening;
  const dashes = text.indexOf('\n---', start);
  return dashes === -1 ? undefined : separatorAt(text, dashes + 1);
}

function separatorAt(text: string, start: number): Separator {
  const end = text.indexOf('\n', start) + 1;
  for (let at = start + 3; at < end; at++) {
    const character = text.charAt(at);
    if (character === '#') break;
    if (space.test(character)) continue;
    const params = { text: text.slice(at, end).trim() };
    return { start, end, refused: new Refused('yaml-bad-separator', at, params) };
  }
  return { start, end, refused: undefined };
}

function attempt<T>(read: () => T): T | Refusal {
  try {
    return read();
  } catch (error) {
    if (error instanceof Refused) return error.refusal;
    throw error;
  }
}

function isRefusal(read: object | undefined): read is Refusal {
  return read !== undefined && 'code' in read;
}

function addNode(stream: Stream, { node, hasDuplicates }: Decoded): void {
  if (node.kind === 'scalar' && node.value === null) return;
  const strict = hasDuplicates ? toProblems(stream, findDuplicates(node)) : [];
  stream.documents.push({ node, strict });
}

function addProblem(stream: Stream, refusal: Refusal): void {
  const explained = explainFullWidth(stream.text, refusal);
  for (const problem of toProblems(stream, [explained])) stream.documents.push({ problem });
}

/** Refusals in the order of the text, whose lines are counted once. */
function toProblems({ text }: Stream, refusals: readonly Refusal[]): Problem<ReadCode>[] {
  let from = 0;
  let lines = 0;
  return refusals.map(({ code, at, params, path }) => {
    const { line, column } = positionAt(text.slice(from), Math.min(at, text.length) - from);
    lines += line - 1;
    from = Math.min(at, text.length) - column + 1;
    return { code, path: path ?? '', params, line: lines + 1, column };
  });
}
