/**
 * Compares the route engine with the Gateway API conformance suite, with the documented rule for Ingress, and
 * with what a v1.37.2 API server refuses.
 */
import { isDeepStrictEqual } from 'node:util';
import { readDocuments } from '../../src/engine/read/index.ts';
import {
  type FoundObjects,
  type RouteAnswer,
  answerRoute,
  checkObjects,
  compileRouting,
  objectsIn,
  readRequests,
} from '../../src/engine/routing/index.ts';
import { checkSchema } from '../../src/engine/schema/index.ts';

export interface AnyObject {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
}

interface ConformanceTest {
  readonly test: string;
  readonly objects: readonly AnyObject[];
  readonly actions?: readonly { readonly action: string; readonly object: AnyObject }[];
  readonly requests: readonly {
    readonly request: object;
    readonly sentTo?: { readonly gateway?: string; readonly listeners?: readonly string[] };
    readonly afterActions?: number;
    readonly expected: {
      readonly backend?: string;
      readonly namespace?: string;
      readonly status?: readonly number[];
      readonly redirect?: Readonly<Record<'scheme' | 'host' | 'port' | 'path', string | undefined>>;
      readonly failure?: boolean;
    };
  }[];
}

export interface ConformanceFile {
  readonly items: readonly ConformanceTest[];
}

export interface RoutingVerdict {
  readonly id: string;
  readonly difference?: unknown;
}

export function objectsFrom(objects: readonly object[]): FoundObjects {
  const text = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects });
  return objectsIn(readDocuments(text), text);
}

/** One answer for each request, in the shape of `--requests`. */
export function answersFor(
  objects: readonly object[],
  requests: readonly object[],
  className?: string,
): readonly RouteAnswer[] {
  const routing = compileRouting(objectsFrom(objects).objects);
  const read = readRequests(JSON.stringify(requests));
  return read.requests.map((request) => answerRoute(routing, request, { className }));
}

/** One verdict for each request of each test. */
export function conformanceVerdicts({ items }: ConformanceFile): RoutingVerdict[] {
  return items.flatMap(({ test, objects, actions = [], requests }) =>
    requests.map(({ request, sentTo, afterActions = 0, expected }, index): RoutingVerdict => {
      const deleted = actions
        .slice(0, afterActions)
        .filter(({ action }) => action === 'Delete')
        .map(({ object }) => keyOf(object));
      const there = objects.filter((object) => !deleted.includes(keyOf(object)));
      const asked = { ...request, gateway: sentTo?.gateway, listener: sentTo?.listeners?.[0] };
      const [answer] = answersFor(there, [asked]);
      const id = `${test}/${index}`;
      const difference = answer ? differenceOf(expected, answer) : 'no answer';
      return difference === undefined ? { id } : { id, difference };
    }),
  );
}

function keyOf({ kind, metadata }: AnyObject): string {
  return `${kind}/${metadata.namespace ?? ''}/${metadata.name}`;
}

function differenceOf(
  {
    backend,
    namespace,
    status = [200],
    redirect,
    failure,
  }: ConformanceTest['requests'][number]['expected'],
  answer: RouteAnswer,
): unknown {
  if (failure) return answer.status === 200 ? { want: 'a failure', have: 200 } : undefined;
  if (!status.includes(answer.status)) return { want: status, have: answer.status };
  if (redirect) return redirectDifference(redirect, answer.redirect ?? '');
  if (backend === undefined || answer.status !== 200) return undefined;
  const used = answer.backends.filter(({ weight }) => weight > 0);
  const have = used.map((one) => `${one.namespace}/${one.name}`);
  return have.includes(`${namespace}/${backend}`) ? undefined : { want: backend, have };
}

function redirectDifference(
  want: NonNullable<ConformanceTest['requests'][number]['expected']['redirect']>,
  location: string,
): unknown {
  const have = /^(?<scheme>\w+):\/\/(?<host>[^/:]+)(?::(?<port>\d+))?(?<path>\/[^?]*)/.exec(
    location,
  )?.groups;
  const differs = Object.entries(want).some(([part, value]) => have?.[part] !== value);
  return differs ? { want, have: location } : undefined;
}

export interface IngressFile {
  readonly items: readonly {
    readonly id: string;
    readonly objects: readonly object[];
    readonly requests: readonly {
      readonly host: string;
      readonly path: string;
      readonly documentedRule: string | number;
    }[];
  }[];
}

/** `?`: the documentation does not say; `a|b`: it leaves the two open. */
export function ingressVerdicts({ items }: IngressFile): RoutingVerdict[] {
  return items.flatMap(({ id, objects, requests }) => {
    const answers = answersFor(objects, requests);
    return requests.flatMap(({ host, path, documentedRule }, index): RoutingVerdict[] => {
      if (documentedRule === '?') return [];
      const [backend] = answers[index]?.backends ?? [];
      const have = backend ? `${backend.namespace}/${backend.name}` : '404';
      const want = String(documentedRule);
      const verdict = { id: `${id} ${host}${path}` };
      return [
        want.split('|').includes(have) ? verdict : { ...verdict, difference: { want, have } },
      ];
    });
  });
}

interface Stated {
  readonly field: string;
  readonly type: string;
  readonly detail: string;
}

export interface IngressValidationFile {
  readonly items: readonly {
    readonly id: string;
    readonly object: object;
    readonly errors: readonly Stated[];
    readonly warnings?: readonly string[];
  }[];
}

export function ingressValidationVerdicts({ items }: IngressValidationFile): RoutingVerdict[] {
  return items.map(({ id, object, errors, warnings = [] }) => {
    const [check] = checkObjects(objectsFrom([object]).objects, checkSchema);
    const want = { errors: sorted(errors), warnings };
    const have = { errors: sorted(check?.rejected ?? []), warnings: check?.warnings ?? [] };
    return isDeepStrictEqual(have, want) ? { id } : { id, difference: { want, have } };
  });
}

export interface RouteValidationFile {
  readonly items: readonly {
    readonly id: string;
    readonly case: string;
    readonly object: object;
    readonly reason?: string;
    readonly causes?: readonly {
      readonly field: string;
      readonly reason: string;
      readonly message: string;
    }[];
  }[];
}

export function routeValidationVerdicts({ items }: RouteValidationFile): RoutingVerdict[] {
  return items.map(({ id, object, reason, causes = [] }) => {
    const [check] = checkObjects(objectsFrom([object]).objects, checkSchema);
    // A bad request is a field that strict reading does not know.
    if (reason === 'BadRequest') {
      const codes = check?.problems.map(({ code }) => code);
      return isDeepStrictEqual(codes, ['unknown-field']) ? { id } : { id, difference: codes };
    }
    const want = sorted(causes.map(statedIn));
    const have = sorted(check?.rejected ?? []);
    return isDeepStrictEqual(have, want) ? { id } : { id, difference: { want, have } };
  });
}

/** A cause has kind, value and detail in one text; rules in CEL come without the value. */
function statedIn({
  field,
  reason,
  message,
}: {
  field: string;
  reason: string;
  message: string;
}): Stated {
  const [, kind = '', rest = ''] = /^([A-Z][a-z ]+)(?:: )?(.*)$/s.exec(message) ?? [];
  if (kind === 'Duplicate value') return { field, type: reason, detail: '' };
  const detail = rest.replace(/^(?:"(?:[^"\\]|\\.)*"|null|-?\d+): /, '');
  return { field, type: reason, detail };
}

function sorted(errors: readonly Stated[]): readonly string[] {
  return errors.map(({ field, type, detail }) => `${field}|${type}|${detail}`).sort();
}
