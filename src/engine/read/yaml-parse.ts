/**
 * Puts the tokens of one YAML document together, accepting what go-yaml v2 accepts
 * (go.yaml.in/yaml/v2 v2.4.4, parserc.go and decode.go). Aliases are tied to their anchors here; tags and
 * values are resolved later. Without recursion: depth costs memory, not stack.
 *
 * As there, only the first document of the text is read and nothing behind its end is checked.
 */
import { maxDepth, Refused } from './code.ts';
import type { RawList, RawMap, RawNode, RawScalar } from './yaml-raw.ts';
import type { Scanner, Token } from './yaml-scanner.ts';
import { missingComma, missingContent, strayToken } from './yaml-stray.ts';
import { nextToken, takeToken } from './yaml-tokens.ts';

type Form = 'block-list' | 'bare-list' | 'block-map' | 'flow-list' | 'flow-map' | 'flow-pair';

/** A collection that is not finished. */
interface Frame {
  readonly form: Form;
  readonly node: RawList | RawMap;
  /** Nothing has been read of it yet: no comma is due. */
  fresh: boolean;
  /** The key in a flow map came without `:`, its value is empty whatever follows. */
  loneKey: boolean;
}

/** What may stand somewhere: `-` at the column of the key is a list only behind a key. */
type Context = 'block' | 'block-or-bare' | 'flow';

interface Parser {
  readonly scanner: Scanner;
  readonly frames: Frame[];
  readonly anchors: Map<string, RawScalar | RawList | RawMap>;
  /** End of the token taken last. */
  lastEnd: number;
  root: RawNode | undefined;
}

/** The tree of the first document, undefined when there is none; throws `Refused`. */
export function parseYaml(scanner: Scanner): RawNode | undefined {
  const lastEnd = scanner.cursor.at;
  const parser: Parser = { scanner, frames: [], anchors: new Map(), lastEnd, root: undefined };
  const first = nextToken(scanner);
  if (first.kind === 'end') return undefined;
  if (first.kind === 'directive') throw new Refused('yaml-bad-directive', first.start);
  if (first.kind === 'document-start') take(parser);
  if (first.kind === 'document-start' && endsDocument(nextToken(scanner))) {
    attachEmpty(parser);
  } else readNode(parser, 'block');
  for (let frame = parser.frames.at(-1); frame !== undefined; frame = parser.frames.at(-1)) {
    advance(parser, frame);
  }
  nextToken(scanner);
  return parser.root;
}

function endsDocument({ kind }: Token): boolean {
  return kind === 'end' || kind === 'directive' || kind.startsWith('document-');
}

function take(parser: Parser): void {
  const token = nextToken(parser.scanner);
  if (token.kind !== 'block-end') parser.lastEnd = token.end;
  takeToken(parser.scanner);
}

function nextKind(parser: Parser): Token['kind'] {
  return nextToken(parser.scanner).kind;
}

function attach(parser: Parser, node: RawNode): void {
  const frame = parser.frames.at(-1);
  if (frame === undefined) parser.root = node;
  else frame.node.items.push(node);
}

/** A value that is not written stands right behind what was written last. */
function attachEmpty(parser: Parser, tag = ''): RawScalar {
  const at = parser.lastEnd;
  const node: RawScalar = { kind: 'scalar', value: '', plain: tag === '', tag, start: at, end: at };
  attach(parser, node);
  return node;
}

function open(parser: Parser, form: Form, start: number): RawList | RawMap {
  const kind = form.endsWith('list') ? 'list' : 'map';
  const node: RawList | RawMap = { kind, items: [], start, end: start };
  attach(parser, node);
  parser.frames.push({ form, node, fresh: true, loneKey: false });
  if (parser.frames.length > maxDepth) throw new Refused('too-deep', start);
  return node;
}

function close(parser: Parser): void {
  const frame = parser.frames.pop();
  if (frame !== undefined) frame.node.end = parser.lastEnd;
}

/** Reads a node unless one of `ends` comes next, which makes it empty. */
function readNodeUnless(parser: Parser, context: Context, ends: readonly Token['kind'][]): void {
  if (ends.includes(nextKind(parser))) attachEmpty(parser);
  else readNode(parser, context);
}

function advance(parser: Parser, frame: Frame): void {
  switch (frame.form) {
    case 'block-list':
    case 'bare-list':
      advanceBlockList(parser, frame.form === 'bare-list');
      return;
    case 'block-map':
      advanceBlockMap(parser, frame.node.items.length % 2 === 0);
      return;
    case 'flow-list':
      advanceFlowList(parser, frame);
      return;
    case 'flow-map':
      advanceFlowMap(parser, frame);
      return;
    case 'flow-pair':
      advanceFlowPair(parser, frame.node.items.length);
      return;
  }
}

const mapPartEnds = ['key', 'value', 'block-end'] as const;

function advanceBlockList(parser: Parser, bare: boolean): void {
  const token = nextToken(parser.scanner);
  if (token.kind === 'dash') {
    take(parser);
    readNodeUnless(parser, 'block', bare ? ['dash', ...mapPartEnds] : ['dash', 'block-end']);
  } else if (bare) close(parser);
  else if (token.kind === 'block-end') {
    take(parser);
    close(parser);
  } else throw strayToken(parser.scanner.cursor.text, parser.lastEnd, token);
}

function advanceBlockMap(parser: Parser, keyDue: boolean): void {
  const token = nextToken(parser.scanner);
  if (token.kind === (keyDue ? 'key' : 'value')) {
    take(parser);
    readNodeUnless(parser, 'block-or-bare', mapPartEnds);
  } else if (!keyDue) attachEmpty(parser);
  else if (token.kind === 'block-end') {
    take(parser);
    close(parser);
  } else throw strayToken(parser.scanner.cursor.text, parser.lastEnd, token);
}

/** Takes the comma before every entry but the first; true when the collection ended instead. */
function endFlow(parser: Parser, frame: Frame, end: Token['kind']): boolean {
  if (nextKind(parser) !== end && !frame.fresh) {
    const token = nextToken(parser.scanner);
    if (token.kind !== 'comma')
      throw missingComma(parser.scanner.cursor.text, frame.node.start, token);
    take(parser);
  }
  frame.fresh = false;
  if (nextKind(parser) !== end) return false;
  take(parser);
  close(parser);
  return true;
}

function advanceFlowList(parser: Parser, frame: Frame): void {
  if (endFlow(parser, frame, 'flow-list-end')) return;
  const token = nextToken(parser.scanner);
  if (token.kind !== 'key') {
    readNode(parser, 'flow');
    return;
  }
  take(parser);
  open(parser, 'flow-pair', token.start);
}

/** A map of one pair written inside a list: `[a: b]`. */
function advanceFlowPair(parser: Parser, parts: number): void {
  const ends = ['comma', 'flow-list-end'] as const;
  const kind = nextKind(parser);
  if (parts === 0) {
    if (kind !== 'value' && kind !== 'comma' && kind !== 'flow-list-end') {
      readNode(parser, 'flow');
      return;
    }
    // An empty key swallows the token behind it, in libyaml and in go-yaml.
    take(parser);
    attachEmpty(parser);
  } else if (parts === 1) {
    if (kind !== 'value') attachEmpty(parser);
    else {
      take(parser);
      readNodeUnless(parser, 'flow', ends);
    }
  } else close(parser);
}

function advanceFlowMap(parser: Parser, frame: Frame): void {
  const ends = ['comma', 'flow-map-end'] as const;
  if (frame.node.items.length % 2 === 0) {
    if (endFlow(parser, frame, 'flow-map-end')) return;
    frame.loneKey = nextKind(parser) !== 'key';
    if (frame.loneKey) {
      readNode(parser, 'flow');
      return;
    }
    take(parser);
    readNodeUnless(parser, 'flow', ['value', ...ends]);
  } else if (nextKind(parser) === 'value' && !frame.loneKey) {
    take(parser);
    readNodeUnless(parser, 'flow', ends);
  } else attachEmpty(parser);
}

/** A scalar or an alias whole; of a collection, that it starts. */
function readNode(parser: Parser, context: Context): void {
  const { scanner } = parser;
  let token = nextToken(scanner);
  if (token.kind === 'alias') {
    const { name, start, end } = token;
    const target = parser.anchors.get(name);
    if (target === undefined) throw new Refused('yaml-unknown-alias', start, { name });
    take(parser);
    attach(parser, { kind: 'alias', name, target, start, end });
    return;
  }
  let anchor = '';
  let tag = '';
  for (;;) {
    if (token.kind === 'anchor' && anchor === '') anchor = token.name;
    else if (token.kind === 'tag' && tag === '') tag = fullTag(scanner, token);
    else break;
    take(parser);
    token = nextToken(scanner);
  }
  const node = readContent(parser, context, token, tag, anchor !== '');
  if (anchor !== '') parser.anchors.set(anchor, node);
}

function readContent(
  parser: Parser,
  context: Context,
  token: Token,
  tag: string,
  anchored: boolean,
): RawScalar | RawList | RawMap {
  const { kind, start } = token;
  if (kind === 'scalar') {
    take(parser);
    const plain = tag === '!' || (tag === '' && token.plain);
    const node: RawScalar = { kind, value: token.value, plain, tag, start, end: token.end };
    attach(parser, node);
    return node;
  }
  if (kind === 'dash' && context === 'block-or-bare') return open(parser, 'bare-list', start);
  const isBlock = kind === 'block-list' || kind === 'block-map';
  if (kind === 'flow-list' || kind === 'flow-map' || (isBlock && context !== 'flow')) {
    take(parser);
    return open(parser, kind, start);
  }
  if (tag !== '' || anchored) return attachEmpty(parser, tag);
  const flow = parser.frames.findLast(({ form }) => form === 'flow-list' || form === 'flow-map');
  throw missingContent(parser.scanner.cursor.text, flow?.node.start ?? -1, token);
}

const standardTag = 'tag:yaml.org,2002:';

/** `!!int` in full; prefixes of one's own do not exist, see `scanDirective`. */
function fullTag(scanner: Scanner, token: Token & { readonly kind: 'tag' }): string {
  const { handle, suffix } = token.tag;
  if (handle === '') return suffix;
  if (handle === '!') return `!${suffix}`;
  if (handle === '!!') return standardTag + suffix;
  const tag = scanner.cursor.text.slice(token.start, token.end);
  throw new Refused('yaml-bad-tag', token.start, { tag });
}
