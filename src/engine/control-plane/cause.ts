/**
 * What a write answers to: of the watch events that a rule names (rules.ts) and that the component can have
 * received before it sent the request, the latest
 *   1. that somebody else wrote and that came after the component's last write to the same object;
 *   2. else that it wrote itself, after that last write (its own writes come back to it too);
 *   3. else what the rule says otherwise (the kubelet acts on what it sees on its node);
 *   4. else the latest, whoever wrote it and however old.
 * The recording does not log a cause: this is derived, and says which rule found it.
 */
import { at, isObject } from './json.ts';
import type { Call } from './entry.ts';
import { kindOf } from './kinds.ts';
import { revision } from './order.ts';
import { type Because, RULES, type Rule } from './rules.ts';
import type { Change } from './seen.ts';
import { isSelected, ownerIn, summaryOf } from './summary.ts';
import type { Cause, CauseCode, Seen } from './types.ts';
import { placeOf } from './who.ts';

/** As far back as is looked: more than passes between an event and its answer. */
const FARTHEST = 1000;
/** An event may be noted later than it was answered. */
const LATE_MS = 1000;

export interface Asked {
  readonly call: Call;
  readonly step: number;
  readonly changes: readonly Change[];
  /** When the component last wrote to this object and got through. */
  readonly answered: number | undefined;
  /** It has tried this object before and did not get through. */
  readonly isRetry: boolean;
  /** Versions that are answered once only, and have been. */
  readonly spent: ReadonlySet<string>;
  /** Fields that the write changed. */
  readonly paths: readonly string[];
}

export function causeOf(asked: Asked): Cause {
  const { call } = asked;
  const place = placeOf(call.component);
  if (place === 'user') return plain('user');
  if (call.component === 'apiserver') return plain('request');
  const known = knownCause(asked);
  if (known) return known;
  const rules = rulesFor(call);
  const because = rules.flatMap((rule) => rule.because);
  const otherwise = rules.find((rule) => rule.otherwise !== undefined)?.otherwise;
  const near = nearOf(asked);
  const about = aboutOf(asked, near);
  let own: Cause | undefined;
  let old: Cause | undefined;
  for (let index = near.length - 1; index >= 0; index--) {
    const change = near[index];
    if (!change || !isBefore(change, asked)) continue;
    const link = because.find((each) => fits(each, change, about));
    if (!link) continue;
    const isNew = asked.answered === undefined || change.at > asked.answered;
    const isOwn = change.by === call.component;
    const found = (): Cause => ({ code: link.link, seen: seenOf(change), step: change.step });
    if (isNew && !isOwn) return found();
    if (isNew) own ??= found();
    else old ??= found();
    if (old) break;
  }
  return own ?? (otherwise ? plain(otherwise) : (old ?? plain('unknown')));
}

/**
 * Of a play the events are known that a write answers. One that the changed fields are about goes before others,
 * one of a related object before others, somebody else's before the component's own; then the latest.
 */
function knownCause(asked: Asked): Cause | undefined {
  const { call, changes, paths } = asked;
  const { because } = call;
  if (because === undefined) return undefined;
  if (because.length === 0) return plain('time');
  const versions = new Set(because);
  const found = changes.filter(({ version }) => versions.has(version));
  const isAbout = ({ name }: Change): boolean => paths.some((path) => path.includes(`[${name}]`));
  const about = aboutOf(asked, nearOf(asked));
  const close = found.filter((change) => LINKS.some((link) => isLinked(link, change, about)));
  const pool = close.length > 0 ? close : found;
  const others = pool.filter(({ by }) => by !== call.component);
  const change =
    found.findLast(isAbout) ??
    others.at(-1) ??
    pool.findLast(({ key }) => key !== about.key) ??
    pool.at(-1);
  if (change === undefined) return undefined;
  return { code: linkOf(change, about), seen: seenOf(change), step: change.step };
}

/** From the closest to the farthest. */
const LINKS: readonly Because['link'][] = ['own', 'owner', 'owned', 'sibling', 'service'];

function linkOf(change: Change, about: About): Because['link'] {
  const close = LINKS.find((each) => isLinked(each, change, about));
  if (close) return close;
  if (ownerIn(change.before) === about.key) return 'owned';
  if (change.kind === 'Node') return 'node';
  const isList = about.kind === 'EndpointSlice' || about.kind === 'Endpoints';
  return isList ? 'selected' : 'any-pod';
}

export function plain(code: CauseCode, step: number | null = null): Cause {
  return { code, seen: null, step };
}

function seenOf({ type, kind, name, version, at: time, facts }: Change): Seen {
  return { type, kind, name, version, at: time, facts };
}

function rulesFor({ component, verb, resource, subresource }: Call): readonly Rule[] {
  const what = subresource === '' ? resource : `${resource}/${subresource}`;
  const fits = ({ does }: Rule): boolean =>
    does === `${verb} ${what}` || does === `${verb} *` || does === '* *';
  const own = Object.hasOwn(RULES, component) ? RULES[component] : undefined;
  if (own) {
    const exact = own.filter(({ does }) => does === `${verb} ${what}`);
    return exact.length > 0 ? exact : own.filter(fits);
  }
  // All controllers under one name: whoever does such a thing.
  const isUnnamed = component === 'kube-controller-manager';
  return isUnnamed
    ? Object.values(RULES).flatMap((rules) =>
        rules.filter(({ does }) => does === `${verb} ${what}`),
      )
    : [];
}

/** What the rules ask about the object that is written. */
interface About {
  /** `Pod/web-1` */
  readonly key: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
  readonly owner: string;
  readonly service: string;
  readonly selector: ReturnType<typeof at>;
  readonly isRetry: boolean;
}

/** The changes that can matter, without a look at all of a long log. They are in the order of time. */
function nearOf({ changes, call }: Asked): readonly Change[] {
  let from = 0;
  let to = changes.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((changes[middle]?.at ?? 0) <= call.end + LATE_MS) from = middle + 1;
    else to = middle;
  }
  return changes.slice(Math.max(0, from - FARTHEST), from);
}

function aboutOf({ call, changes, isRetry }: Asked, near: readonly Change[]): About {
  const kind = kindOf(call.resource);
  const object =
    call.stored ?? (call.verb === 'create' && isObject(call.body) ? call.body : undefined);
  const isIt = (change: Change): boolean =>
    change.kind === kind && change.name === call.name && isNear(change, call);
  // Of an object that the text has not shown yet a later event tells the owner too.
  const known = near.findLast(isIt) ?? changes.slice(0, FARTHEST).find(isIt);
  const summary = object ? summaryOf(object) : known?.summary;
  const owner = ownerIn(summary) || ownerIn(known?.summary) || ownerIn(known?.before);
  const label = at(summary, 'labels', 'kubernetes.io/service-name');
  const service =
    kind === 'Endpoints'
      ? call.name
      : typeof label === 'string'
        ? label
        : (owner.split('/')[1] ?? '');
  const found =
    kind === 'EndpointSlice' || kind === 'Endpoints'
      ? near.findLast((change) => change.kind === 'Service' && change.name === service)
      : undefined;
  return {
    key: `${kind}/${call.name}`,
    kind,
    name: call.name,
    namespace: call.namespace,
    owner,
    service,
    selector: at(found?.summary, 'spec', 'selector'),
    isRetry,
  };
}

function isNear({ namespace }: Change, call: { readonly namespace: string }): boolean {
  return namespace === '' || call.namespace === '' || namespace === call.namespace;
}

function isBefore(change: Change, { call, step, spent }: Asked): boolean {
  if (spent.has(change.version)) return false;
  if (change.step === step || change.committed >= call.at) return false;
  const [earlier, later] = [revision(change.version), revision(call.version)];
  return earlier === 0 || later === 0 || earlier < later;
}

function fits({ link, kind, facts, onRetry }: Because, change: Change, about: About): boolean {
  if (onRetry && !about.isRetry) return false;
  if (kind !== '' && change.kind !== kind) return false;
  return isLinked(link, change, about) && facts.some((fact) => change.facts.includes(fact));
}

function isLinked(link: Because['link'], change: Change, about: About): boolean {
  switch (link) {
    case 'own':
      return change.key === about.key && isNear(change, about);
    case 'owner':
      return change.key === about.owner && isNear(change, about);
    case 'owned':
      return change.owner === about.key && isNear(change, about);
    case 'sibling':
      return about.owner !== '' && change.owner === about.owner && isNear(change, about);
    case 'service':
      return change.name === about.service && isNear(change, about);
    case 'selected':
      return (
        isNear(change, about) &&
        (isSelected(change.summary['labels'], about.selector) ||
          isSelected(change.before?.['labels'], about.selector))
      );
    case 'namespace':
      return (
        change.name === about.namespace ||
        (about.kind === 'Namespace' && change.name === about.name)
      );
    case 'any-pod':
      return isNear(change, about);
    case 'node':
      return true;
  }
}
