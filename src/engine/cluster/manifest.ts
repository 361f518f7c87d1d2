/** The reader's objects in the order of the text, with what is wrong with them. */
import type { Json, JsonObject } from '../control-plane/index.ts';
import { lineIndex } from '../pod/index.ts';
import type { Params, Problem } from '../problem.ts';
import { readDocuments, toJson } from '../read/index.ts';
import { child, type SourceNode } from '../source.ts';
import { type Applied, decode, placeOf, VERSIONS } from './decode.ts';
import type { FieldError } from './field-error.ts';
import type { Stored } from './objects.ts';
import { unplayedIn } from './unplayed.ts';
import { mapOf } from './validate.ts';

export type ManifestProblemCode =
  /** No Deployment, Service or Pod in the text. */
  | 'drive-nothing'
  /** params: kind */
  | 'drive-no-name'
  /** params: kind, version, expected */
  | 'drive-version'
  /** params: count, most */
  | 'drive-too-many'
  /** params: field, quote (what the API server says of it), as in the three that follow */
  | FieldError['code'];

export interface Manifest {
  readonly objects: readonly Applied[];
  /** What the text says of each object, without what is filled in. */
  readonly stated: ReadonlyMap<Applied, JsonObject>;
  /** Objects that do not say in which namespace they are. */
  readonly anywhere: ReadonlySet<Applied>;
  /** Kinds that are not played, once each. */
  readonly skipped: readonly string[];
  /** Fields that are not played, once each. */
  readonly unplayed: readonly string[];
  readonly problems: readonly Problem[];
}

/** Pods that are played at once, over all Deployments. */
export const MOST_PODS = 100;

export function readManifest(text: string): Manifest {
  const at = lineIndex(text);
  const objects: Applied[] = [];
  const stated = new Map<Applied, JsonObject>();
  const anywhere = new Set<Applied>();
  const skipped = new Set<string>();
  const problems: Problem[] = [];
  const refuse = (code: string, params: Params, offset: number, path = ''): void => {
    problems.push({ code, path, params, ...at(offset) });
  };
  const take = (node: SourceNode): void => {
    const { kind, apiVersion, metadata } = mapOf(toJson(node) as Json);
    if (!isPlayed(kind)) {
      skipped.add(typeof kind === 'string' && kind !== '' ? kind : '?');
      return;
    }
    const version = apiVersion ?? VERSIONS[kind];
    if (version !== VERSIONS[kind]) {
      const params = { kind, version: String(version), expected: VERSIONS[kind] };
      refuse('drive-version', params, child(node, 'apiVersion')?.start ?? node.start);
      return;
    }
    const { name, namespace } = mapOf(metadata);
    if ((name ?? '') === '') {
      refuse('drive-no-name', { kind }, node.start);
      return;
    }
    const { object, stated: said, findings, errors } = decode(kind, node);
    // The reader of the text has told of keys that are there twice.
    const told = findings.filter(({ code }) => code !== 'duplicate-field');
    for (const { code, params, at: offset, path } of told) refuse(code, params, offset, path);
    for (const error of errors) {
      const { code, field, quote } = error;
      refuse(code, { field, quote }, placeOf(node, error));
    }
    if (object === undefined || findings.length > 0) return;
    objects.push(object);
    stated.set(object, said);
    if ((namespace ?? '') === '') anywhere.add(object);
  };
  for (const document of readDocuments(text)) {
    if ('problem' in document) problems.push(document.problem);
    else {
      problems.push(...document.strict);
      for (const node of itemsIn(document.node)) take(node);
    }
  }
  const rest = { stated, anywhere, skipped: [...skipped], unplayed: unplayedIn(objects), problems };
  const pods = objects.reduce((sum, each) => sum + podsOf(each), 0);
  if (pods > MOST_PODS) {
    const params = { count: pods, most: MOST_PODS };
    problems.push({ code: 'drive-too-many', path: '', params, line: 1, column: 1 });
    return { ...rest, objects: [] };
  }
  if (objects.length === 0 && problems.length === 0) {
    problems.push({ code: 'drive-nothing', path: '', params: {}, line: 1, column: 1 });
  }
  return { ...rest, objects };
}

function isPlayed(kind: Json | undefined): kind is Applied['kind'] {
  return typeof kind === 'string' && Object.hasOwn(VERSIONS, kind);
}

/** How many Pods there are when all of them are made. */
export function podsOf(object: Stored): number {
  if (object.kind === 'Deployment') return object.spec.replicas;
  return object.kind === 'Pod' ? 1 : 0;
}

function itemsIn(node: SourceNode): readonly SourceNode[] {
  const items = child(node, 'items');
  return items?.kind === 'list' ? items.items : [node];
}
