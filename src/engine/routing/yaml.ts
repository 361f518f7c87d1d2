/** Prints plain data as YAML that every reader understands alike: block style, quotes where there is any doubt. */
import type { JsonValue } from '../read/index.ts';
import { isMap } from './json.ts';

export function printYaml(value: JsonValue): string {
  return `${lines(value).join('\n')}\n`;
}

function lines(value: JsonValue): readonly string[] {
  if (Array.isArray(value) && value.length > 0) {
    return (value as readonly JsonValue[]).flatMap((item) => {
      const [first = '', ...rest] = lines(item);
      return [`- ${first}`, ...rest.map((line) => `  ${line}`)];
    });
  }
  if (!isMap(value) || Object.keys(value).length === 0) return [scalar(value)];
  return Object.entries(value).flatMap(([key, one]) => {
    const inner = lines(one);
    const isBlock = Array.isArray(one) || isMap(one);
    if (!isBlock || inner[0] === '[]' || inner[0] === '{}') return [`${text(key)}: ${inner[0]}`];
    return [`${text(key)}:`, ...inner.map((line) => `  ${line}`)];
  });
}

function scalar(value: JsonValue): string {
  if (Array.isArray(value)) return '[]';
  if (isMap(value)) return '{}';
  return typeof value === 'string' ? text(value) : String(value);
}

const PLAIN = /^[A-Za-z/][-A-Za-z0-9_./]*$/;
const OTHER_MEANING = /^(?:y|n|yes|no|on|off|true|false|null|nan|inf)$/i;

function text(value: string): string {
  return PLAIN.test(value) && !OTHER_MEANING.test(value) ? value : JSON.stringify(value);
}
