/**
 * One scalar as a value or as a key: its tag (go.yaml.in/yaml/v2 v2.4.4, resolve.go and decode.go), its
 * JSON spelling (encoding/json), and for keys the string that sigs.k8s.io/yaml v1.6.0 makes of it.
 */
import type { SourceScalar } from '../source.ts';
import { type Refusal, Refused, refusal } from './code.ts';
import { decodeBinary } from './yaml-binary.ts';
import { printFloat, printFloatKey, type Resolved, resolvePlain } from './yaml-number.ts';
import type { RawScalar } from './yaml-raw.ts';
import { isTimestamp } from './yaml-timestamp.ts';

const prefix = 'tag:yaml.org,2002:';
export const mergeTag: string = `${prefix}merge`;

/** The scalar and, if JSON cannot hold it, why; throws `Refused` where the tag does not fit. */
export function resolveValue(
  raw: RawScalar,
  start: number,
  end: number,
): { readonly node: SourceScalar; readonly fault?: Refusal } {
  const resolved = resolve(raw, start);
  const scalar = (value: SourceScalar['value'], json: string): SourceScalar => {
    return { kind: 'scalar', value, json, start, end };
  };
  switch (resolved.type) {
    case 'null':
      return { node: scalar(null, 'null') };
    case 'bool':
      return { node: scalar(resolved.value, String(resolved.value)) };
    case 'int':
      return { node: scalar(Number(resolved.value), String(resolved.value)) };
    case 'float': {
      const node = scalar(resolved.value, printFloat(resolved.value));
      if (Number.isFinite(resolved.value)) return { node };
      return { node, fault: refusal('yaml-not-a-number', start, { value: raw.value }) };
    }
    case 'string':
      return { node: scalar(resolved.value, JSON.stringify(resolved.value)) };
  }
}

/** The key as a string, and an identity that keeps `1` apart from `"1"`; throws as `resolveValue`. */
export function resolveKey(
  raw: RawScalar,
  start: number,
): { readonly key: string; readonly identity: string; readonly fault?: Refusal } {
  const resolved = resolve(raw, start);
  const { type } = resolved;
  if (type === 'null') {
    return { key: 'null', identity: type, fault: refusal('yaml-null-key', start) };
  }
  const exact = `${type} ${resolved.value}`;
  if (type === 'float') return { key: printFloatKey(resolved.value), identity: exact };
  const key = String(resolved.value);
  if (type === 'int' && resolved.value > maxInt64) {
    return { key, identity: exact, fault: refusal('yaml-big-key', start, { key }) };
  }
  return { key, identity: exact };
}

const maxInt64 = 2n ** 63n - 1n;

function resolve(raw: RawScalar, start: number): Resolved {
  const { value, tag } = raw;
  const string: Resolved = { type: 'string', value };
  if (tag === '') return raw.plain ? resolvePlain(value) : string;
  if (!tag.startsWith(prefix)) return string;
  const name = tag.slice(prefix.length);
  const resolved = resolveTagged(name, value);
  if (resolved === undefined) {
    throw new Refused('yaml-tag-value', start, { tag: `!!${name}`, value });
  }
  return resolved;
}

/** Undefined when the value is not of that type; tags that mean nothing to go-yaml leave a string. */
function resolveTagged(name: string, value: string): Resolved | undefined {
  switch (name) {
    case 'binary': {
      const decoded = decodeBinary(value);
      return decoded === undefined ? undefined : { type: 'string', value: decoded };
    }
    case 'timestamp':
      return isTimestamp(value) ? { type: 'string', value } : undefined;
    case 'null':
    case 'bool':
    case 'int': {
      const resolved = resolvePlain(value);
      return resolved.type === name ? resolved : undefined;
    }
    case 'float': {
      const resolved = resolvePlain(value);
      if (resolved.type === 'int' && resolved.value <= maxInt64) {
        return { type: 'float', value: Number(resolved.value) };
      }
      return resolved.type === 'float' ? resolved : undefined;
    }
    default:
      return { type: 'string', value };
  }
}
