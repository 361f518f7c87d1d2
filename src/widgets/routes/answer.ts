import { readDocuments } from '../../engine/read/index.ts';
import {
  checkObjects,
  compileRouting,
  convertInSlices,
  type ObjectCheck,
  objectsIn,
  type Routing,
  type RoutingObject,
} from '../../engine/routing/index.ts';
import { checkSchema } from '../../engine/schema/index.ts';
import { type Finding, problemFinding } from '../../ui/finding.ts';
import { fill, type Pair } from '../../ui/messages.ts';
import { sentence } from '../../ui/sentences.ts';
import type { Input } from '../define.ts';
import { type ConversionView, conversionView } from './converted.ts';
import { said } from './said.ts';
import { MOST_REQUESTS, readRequestText, type Stated } from './requests-text.ts';
import { placesIn } from './places.ts';
import { type AnswerView, tellAll } from './told.ts';

export interface RoutesInput extends Input {
  /** One a line, see requests-text.ts. */
  readonly requests: string;
  /** Only Ingresses of this class; empty: all. */
  readonly class: string;
  /** `convert`: what the Ingresses become; else where each request goes. */
  readonly show: string;
}

export interface ClassView {
  readonly name: string;
  /** Empty where no IngressClass says. */
  readonly controller: string;
}

export interface RoutesAnswer {
  readonly answers: readonly AnswerView[];
  readonly conversion?: ConversionView;
  readonly classes: readonly ClassView[];
  /** What is wrong with the objects, refusals of the API server included. */
  readonly problems: readonly Finding[];
  readonly requestProblems: readonly Finding[];
  readonly refused: number;
  readonly notes: readonly Pair[];
  readonly summary: string;
}

const MOST_PROBLEMS = 100;

export function* answer(input: RoutesInput): Generator<unknown, RoutesAnswer> {
  const reading = yield* readingOf(input.input);
  const { objects, routing, refused } = reading;
  const className = input.class === '' ? undefined : input.class;
  const { stated, problems: requestProblems, more } = readRequestText(input.requests);
  const shared = {
    classes: classesOf(routing),
    problems: reading.problems,
    requestProblems,
    refused: refused.size,
    notes: [
      ...reading.notes,
      ...(more > 0 ? [fill(said.moreRequests, { most: MOST_REQUESTS, count: more })] : []),
    ],
  };
  const prefix = refused.size > 0 ? `refused ${refused.size} ` : '';
  if (input.show === 'convert') {
    const requests = stated.map(({ request }) => request);
    const steps = convertInSlices(objects, routing, { className, requests });
    let step = steps.next();
    for (; !step.done; step = steps.next()) yield;
    const conversion = conversionView(step.value);
    const { differs, missing } = conversion;
    const proof = differs === 0 ? 'same' : `differ ${differs}`;
    const rest = missing.length > 0 ? ` missing ${missing.length}` : '';
    const summary = objects.length === 0 ? 'problem' : `${prefix}${proof}${rest}`;
    return { ...shared, answers: [], conversion, summary };
  }
  const asked: readonly Stated[] =
    routing.hasIngress || routing.http.gateways.length > 0 ? stated : [];
  const told = yield* tellAll(asked, routing, className, refused, placesIn(objects));
  const goals = told.map(({ goal }) => goal).join(' ');
  return {
    ...shared,
    answers: told,
    summary: goals === '' ? 'problem' : `${prefix}${goals}`,
  };
}

interface Reading {
  readonly text: string;
  readonly objects: readonly RoutingObject[];
  readonly routing: Routing;
  /** `Kind/namespace/name` of what the API server would refuse. */
  readonly refused: ReadonlySet<string>;
  readonly problems: readonly Finding[];
  readonly notes: readonly Pair[];
}

/** The last reading: a change of the requests leaves the objects as they are. */
let last: Reading | undefined;

function* readingOf(text: string): Generator<unknown, Reading> {
  if (last?.text === text) return last;
  const documents = readDocuments(text);
  yield;
  const { objects, problems, skipped } = objectsIn(documents, text);
  yield;
  const checks: ObjectCheck[] = [];
  for (const [index, object] of objects.entries()) {
    checks.push(...checkObjects([object], checkSchema));
    yield index / objects.length;
  }
  const routing = compileRouting(objects, { lenient: true });
  const isEmpty = text.trim() === '';
  const hasNone = !isEmpty && !routing.hasIngress && routing.http.gateways.length === 0;
  last = {
    text,
    objects,
    routing,
    refused: new Set(
      checks
        .filter(({ rejected, problems: unread }) => rejected.length + unread.length > 0)
        .map(({ object: { kind, namespace, name } }) => `${kind}/${namespace}/${name}`),
    ),
    problems: isEmpty
      ? []
      : [...problems.map(problemFinding), ...checks.flatMap(findingsOf)].slice(0, MOST_PROBLEMS),
    notes: [
      ...(hasNone ? [sentence('no-routes')] : []),
      ...(isSilent(objects) ? [said.servicesAssumed] : []),
      ...skipped.map(({ kind, count }) => sentence('kind-skipped', { kind, count })),
    ],
  };
  return last;
}

/** HTTPRoutes without any Service: whether the backends are there is not known. */
function isSilent(objects: readonly RoutingObject[]): boolean {
  return (
    objects.some(({ kind }) => kind === 'HTTPRoute') &&
    !objects.some(({ kind }) => kind === 'Service')
  );
}

/** What the API server says about one object, each at its line. */
function findingsOf({
  object,
  line,
  problems,
  rejected,
  warnings,
}: ObjectCheck): readonly Finding[] {
  const about: Finding['about'] = [[object.kind, object.kind], object.name || '-'];
  return [
    ...problems.map((problem): Finding => ({
      ...problemFinding(problem),
      ...(problem.path !== '' && { code: problem.path }),
      about,
    })),
    ...rejected.map((refusal): Finding => ({
      ...problemFinding(refusal),
      code: refusal.field,
      about,
      ...(refusal.detail !== '' && { quote: refusal.detail }),
    })),
    ...warnings.map((warning): Finding => ({
      line,
      tone: 'warn',
      text: said.warns,
      about,
      quote: warning,
    })),
  ];
}

/** Every class that stands in the text, with or without its object. */
function classesOf({ classes, ingresses }: Routing): readonly ClassView[] {
  const names = new Set([
    ...classes.known.keys(),
    ...[...ingresses.paths, ...ingresses.defaults].flatMap((one) => one.class ?? []),
  ]);
  return [...names].map((name) => {
    const spec = classes.known.get(name)?.value['spec'] as { readonly controller?: unknown } | null;
    const controller = spec?.controller;
    return { name, controller: typeof controller === 'string' ? controller : '' };
  });
}
