/**
 * Evaluates the rules (x-kubernetes-validations) of the Gateway API definitions. Semantics as cel-go has them:
 * an error on one side of `&&` and `||` gives way to a side that decides, and so inside `all` and `exists`;
 * a field that is absent is an error unless `has` asks for it.
 * Left out: everything that these definitions do not use, cost limits among it.
 */
import type { JsonValue } from '../read/index.ts';
import { type Expression, parseCel } from './cel-parse.ts';

/** Undefined: the rule holds. A text: why it could not be evaluated, empty where it is just broken. */
export function brokenRule(rule: string, self: JsonValue): string | undefined {
  // A rule about the change of an object says nothing about a new one.
  if (/\boldSelf\b/.test(rule)) return undefined;
  try {
    return evaluate(parseCel(rule), new Map([['self', self]])) === true ? undefined : '';
  } catch (error) {
    if (error instanceof CelError) return error.message;
    throw error;
  }
}

class CelError extends Error {}

type Scope = ReadonlyMap<string, JsonValue>;

function evaluate(expression: Expression, scope: Scope): JsonValue {
  switch (expression.kind) {
    case 'value':
      return expression.value;
    case 'name':
      return scope.get(expression.name) ?? fail(`undeclared reference to '${expression.name}'`);
    case 'list':
      return expression.items.map((item) => evaluate(item, scope));
    case 'field':
      return (
        fieldOf(evaluate(expression.of, scope), expression.name) ??
        fail(`no such key: ${expression.name}`)
      );
    case 'index':
      return indexOf(evaluate(expression.of, scope), evaluate(expression.index, scope));
    case 'not':
      return evaluate(expression.of, scope) !== true;
    case 'choice':
      return evaluate(
        evaluate(expression.test, scope) === true ? expression.yes : expression.no,
        scope,
      );
    case 'binary':
      return binary(expression.operator, expression.left, expression.right, scope);
    case 'call':
      return call(expression, scope);
  }
}

function fail(message: string): never {
  throw new CelError(message);
}

function fieldOf(value: JsonValue, name: string): JsonValue | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const map = value as { readonly [key: string]: JsonValue };
  return Object.hasOwn(map, name) ? map[name] : undefined;
}

function indexOf(value: JsonValue, index: JsonValue): JsonValue {
  const found = Array.isArray(value)
    ? (value as readonly JsonValue[])[Number(index)]
    : fieldOf(value, String(index));
  return found ?? fail(`index out of bounds: ${String(index)}`);
}

function binary(operator: string, left: Expression, right: Expression, scope: Scope): JsonValue {
  if (operator === '&&' || operator === '||') {
    const deciding = operator === '||';
    return decide([() => evaluate(left, scope), () => evaluate(right, scope)], deciding);
  }
  const one = evaluate(left, scope);
  const other = evaluate(right, scope);
  if (operator === '==') return isEqual(one, other);
  if (operator === '!=') return !isEqual(one, other);
  if (operator === 'in') return membersOf(other).some((member) => isEqual(member, one));
  const [a, b] = [Number(one), Number(other)];
  if (operator === '+') return a + b;
  if (operator === '-') return a - b;
  if (operator === '<') return a < b;
  if (operator === '<=') return a <= b;
  return operator === '>' ? a > b : a >= b;
}

/** `deciding` if any of them is, even where another one fails. */
function decide(parts: readonly (() => JsonValue)[], deciding: boolean): boolean {
  let failure: CelError | undefined;
  for (const part of parts) {
    try {
      if (part() === deciding) return deciding;
    } catch (error) {
      if (!(error instanceof CelError)) throw error;
      failure ??= error;
    }
  }
  if (failure) throw failure;
  return !deciding;
}

function isEqual(one: JsonValue, other: JsonValue): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}

/** The items of a list, the keys of a map. */
function membersOf(value: JsonValue): readonly JsonValue[] {
  if (Array.isArray(value)) return value as readonly JsonValue[];
  return typeof value === 'object' && value !== null ? Object.keys(value) : [];
}

function call({ of, name, args }: Extract<Expression, { kind: 'call' }>, scope: Scope): JsonValue {
  const [first, second] = args;
  if (name === 'has' && first?.kind === 'field') {
    return fieldOf(evaluate(first.of, scope), first.name) !== undefined;
  }
  const target = of ?? first;
  if (target === undefined) return fail(`no such overload: ${name}`);
  const value = evaluate(target, scope);
  if (name === 'size')
    return typeof value === 'string' ? [...value].length : membersOf(value).length;
  if (name === 'duration') return nanoseconds(String(value));
  if (first?.kind === 'name' && second !== undefined)
    return macro(name, value, first.name, second, scope);
  const text = String(value);
  const argument = first === undefined ? '' : String(evaluate(first, scope));
  if (name === 'contains') return text.includes(argument);
  if (name === 'startsWith') return text.startsWith(argument);
  if (name === 'endsWith') return text.endsWith(argument);
  if (name === 'split') return text.split(argument);
  if (name === 'matches') return matches(text, argument);
  return fail(`no such overload: ${name}`);
}

function macro(
  name: string,
  value: JsonValue,
  variable: string,
  body: Expression,
  scope: Scope,
): JsonValue {
  const members = membersOf(value);
  const bodyFor = (member: JsonValue) => () =>
    evaluate(body, new Map([...scope, [variable, member]]));
  if (name === 'all') return decide(members.map(bodyFor), false);
  if (name === 'exists') return decide(members.map(bodyFor), true);
  const chosen = members.filter((member) => bodyFor(member)() === true);
  return name === 'exists_one' ? chosen.length === 1 : chosen;
}

const UNITS: Readonly<Record<string, number>> = { h: 3.6e12, m: 6e10, s: 1e9, ms: 1e6 };

/** Of a duration that fits the pattern of Gateway API. */
function nanoseconds(text: string): number {
  const parts = [...text.matchAll(/(\d+)(ms|h|m|s)/g)];
  return parts.reduce((sum, [, count, unit]) => sum + Number(count) * (UNITS[unit ?? ''] ?? 0), 0);
}

/** The patterns are the definitions' own and read alike by RE2 and JavaScript. Nothing this long fits one. */
const LONGEST = 4096;

export function matches(text: string, pattern: string): boolean {
  return text.length <= LONGEST && new RegExp(pattern).test(text);
}
