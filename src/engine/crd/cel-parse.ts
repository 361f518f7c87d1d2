/** The part of the Common Expression Language that the resource definitions of Gateway API use, as a tree. */
import type { JsonValue } from '../read/index.ts';

export type Expression =
  | { readonly kind: 'value'; readonly value: JsonValue }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'list'; readonly items: readonly Expression[] }
  | { readonly kind: 'field'; readonly of: Expression; readonly name: string }
  | { readonly kind: 'index'; readonly of: Expression; readonly index: Expression }
  | {
      readonly kind: 'call';
      readonly of?: Expression;
      readonly name: string;
      readonly args: readonly Expression[];
    }
  | { readonly kind: 'not'; readonly of: Expression }
  | {
      readonly kind: 'binary';
      readonly operator: string;
      readonly left: Expression;
      readonly right: Expression;
    }
  | {
      readonly kind: 'choice';
      readonly test: Expression;
      readonly yes: Expression;
      readonly no: Expression;
    };

interface Reader {
  readonly tokens: readonly string[];
  at: number;
}

const TOKEN =
  /\s*(r"""[\s\S]*?"""|'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|\d+|[A-Za-z_]\w*|&&|\|\||[=!<>]=|[-+!<>?:.,()[\]])/y;

const parsed = new Map<string, Expression>();

/** The rules are part of the program: one that cannot be read is a mistake of ours, and a test finds it. */
export function parseCel(text: string): Expression {
  const known = parsed.get(text);
  if (known) return known;
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(text); match !== null; match = TOKEN.exec(text))
    tokens.push(match[1] ?? '');
  const reader: Reader = { tokens, at: 0 };
  const expression = readChoice(reader);
  if (reader.at < tokens.length) throw new Error(`CEL: ${tokens[reader.at]} in ${text}`);
  parsed.set(text, expression);
  return expression;
}

function take(reader: Reader, ...wanted: readonly string[]): string | undefined {
  const token = reader.tokens[reader.at];
  if (token === undefined || !wanted.includes(token)) return undefined;
  reader.at++;
  return token;
}

function must(reader: Reader, wanted: string): void {
  if (take(reader, wanted) === undefined) throw new Error(`CEL: ${wanted} is missing`);
}

function readChoice(reader: Reader): Expression {
  const test = readBinary(reader, 0);
  if (!take(reader, '?')) return test;
  const yes = readChoice(reader);
  must(reader, ':');
  return { kind: 'choice', test, yes, no: readChoice(reader) };
}

const LEVELS: readonly (readonly string[])[] = [
  ['||'],
  ['&&'],
  ['==', '!=', '<', '<=', '>', '>=', 'in'],
  ['+', '-'],
];

function readBinary(reader: Reader, level: number): Expression {
  const operators = LEVELS[level];
  if (operators === undefined) return readUnary(reader);
  let left = readBinary(reader, level + 1);
  for (;;) {
    const operator = take(reader, ...operators);
    if (operator === undefined) return left;
    left = { kind: 'binary', operator, left, right: readBinary(reader, level + 1) };
  }
}

function readUnary(reader: Reader): Expression {
  if (take(reader, '!')) return { kind: 'not', of: readUnary(reader) };
  let of = readPrimary(reader);
  for (;;) {
    if (take(reader, '.')) {
      const name = reader.tokens[reader.at++] ?? '';
      of = take(reader, '(')
        ? { kind: 'call', of, name, args: readList(reader, ')') }
        : { kind: 'field', of, name: unescaped(name) };
    } else if (take(reader, '[')) {
      of = { kind: 'index', of, index: readChoice(reader) };
      must(reader, ']');
    } else return of;
  }
}

function readList(reader: Reader, end: string): readonly Expression[] {
  const items: Expression[] = [];
  while (!take(reader, end)) {
    items.push(readChoice(reader));
    take(reader, ',');
  }
  return items;
}

function readPrimary(reader: Reader): Expression {
  const token = reader.tokens[reader.at++] ?? '';
  if (token === '(') {
    const inner = readChoice(reader);
    must(reader, ')');
    return inner;
  }
  if (token === '[') return { kind: 'list', items: readList(reader, ']') };
  if (/^\d/.test(token)) return { kind: 'value', value: Number(token) };
  if (token.startsWith('r"""')) return { kind: 'value', value: token.slice(4, -3) };
  if (/^['"]/.test(token))
    return { kind: 'value', value: token.slice(1, -1).replace(/\\(.)/g, '$1') };
  if (token === 'true' || token === 'false') return { kind: 'value', value: token === 'true' };
  if (!/^[A-Za-z_]/.test(token)) throw new Error(`CEL: ${token} out of place`);
  if (take(reader, '(')) return { kind: 'call', name: token, args: readList(reader, ')') };
  return { kind: 'name', name: token };
}

/** Fields that are called like a word of the language are written `__namespace__`. */
function unescaped(name: string): string {
  return /^__(\w+)__$/.exec(name)?.[1] ?? name;
}
